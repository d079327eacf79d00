package io.jenkins.plugins.consistentbackup.restore;

import java.util.List;
import java.util.Optional;

/**
 * What a namespace remembers of restores, clones and undos.
 *
 * @param states of the runs whose records can be read, the one that was begun last first
 * @param unreadable the records that cannot be read
 */
record Records(List<RestoreState> states, List<Unreadable> unreadable) {

    /**
     * A record of which nothing is known but whose it is: damaged, or written by another version.
     *
     * @param run id of the run
     * @param configMap its name
     * @param namespace where it is
     * @param why it cannot be read
     */
    record Unreadable(String run, String configMap, String namespace, String why) {

        /** What it is, and how to go on. */
        String advice() {
            return "ConfigMap " + configMap + " in namespace " + namespace + ", the record of " + run
                    + ", cannot be read (" + why
                    + "): use the version that wrote it; or, when no restore is at work and "
                    + "the data is as it should be, delete it (kubectl delete configmap -n " + namespace + " "
                    + configMap + "). What that run keeps stays until it is removed (consistent-backup kept)";
        }
    }

    Optional<RestoreState> of(final String run) {
        return states.stream().filter(state -> state.id().equals(run)).findFirst();
    }

    /** The runs that can be resumed or taken back. */
    List<RestoreState> unfinished() {
        return states.stream().filter(state -> !state.ended()).toList();
    }
}
