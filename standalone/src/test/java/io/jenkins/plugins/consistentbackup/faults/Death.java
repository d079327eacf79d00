package io.jenkins.plugins.consistentbackup.faults;

import java.util.List;
import java.util.stream.Stream;

/**
 * What dies in the midst of an operation, and at which of its requests.
 *
 * @param what the run
 * @param always whether every build has time for it
 */
record Death(SweepCase what, boolean always) {
    /** A pod only with the lock that goes with it: one that outlives its process, as Db2's does, nobody is left to take away. */
    private static final List<Death> ALL = List.of(
            always(Operation.BACKUP_SESSION, Target.HOLD, Mishap.POD_GONE),
            always(Operation.BACKUP_SESSION, Target.CUT, Mishap.POD_GONE),
            always(Operation.RESTORE_CLUSTER_PROFILE, Target.STOP, Mishap.POD_GONE),
            always(Operation.RESTORE_NAMESPACE_PROFILE, Target.CHECK, Mishap.POD_GONE),
            always(Operation.UNDO_CLUSTER_PROFILE, Target.STOP, Mishap.POD_GONE),
            always(Operation.UNDO_NAMESPACE_PROFILE, Target.STOP, Mishap.POD_GONE),
            always(Operation.RESTORE_CLUSTER_PROFILE, Target.PREPARE, Mishap.NEXT_POD_GONE),
            soak(Operation.RESTORE_NAMESPACE_PROFILE, Target.PREPARE, Mishap.NEXT_POD_GONE),
            always(Operation.RESTORE_NAMESPACE_PROFILE, Target.START, Mishap.NEXT_POD_GONE),
            soak(Operation.RESTORE_CLUSTER_PROFILE, Target.START, Mishap.NEXT_POD_GONE),
            soak(Operation.UNDO_CLUSTER_PROFILE, Target.START, Mishap.NEXT_POD_GONE),
            soak(Operation.UNDO_NAMESPACE_PROFILE, Target.START, Mishap.NEXT_POD_GONE),
            soak(Operation.BACKUP_SESSION, Target.HOLD, Mishap.CONTAINER_KILLED),
            always(Operation.BACKUP_SESSION, Target.CUT, Mishap.CONTAINER_KILLED),
            soak(Operation.BACKUP_SESSION, Target.SECOND_CUT, Mishap.CONTAINER_KILLED),
            soak(Operation.BACKUP_SESSION, Target.COMMIT, Mishap.CONTAINER_KILLED),
            soak(Operation.RESTORE_CLUSTER_PROFILE, Target.PREPARE, Mishap.NEXT_CONTAINER_KILLED),
            soak(Operation.RESTORE_NAMESPACE_PROFILE, Target.PREPARE, Mishap.NEXT_CONTAINER_KILLED),
            soak(Operation.RESTORE_CLUSTER_PROFILE, Target.START, Mishap.NEXT_CONTAINER_KILLED),
            soak(Operation.RESTORE_NAMESPACE_PROFILE, Target.START, Mishap.NEXT_CONTAINER_KILLED),
            always(Operation.RESTORE_CLUSTER_PROFILE, Target.CHECK, Mishap.CONTAINER_KILLED),
            soak(Operation.RESTORE_NAMESPACE_PROFILE, Target.CHECK, Mishap.CONTAINER_KILLED),
            soak(Operation.UNDO_CLUSTER_PROFILE, Target.START, Mishap.NEXT_CONTAINER_KILLED),
            soak(Operation.UNDO_NAMESPACE_PROFILE, Target.START, Mishap.NEXT_CONTAINER_KILLED),
            always(Operation.BACKUP_SESSION, Target.HOLD, Mishap.NAMESPACE_GONE),
            always(Operation.BACKUP_SESSION, Target.CUT, Mishap.NAMESPACE_GONE),
            always(Operation.BACKUP_SESSION, Target.COMMIT, Mishap.NAMESPACE_GONE),
            always(Operation.RESTORE_CLUSTER_PROFILE, Target.REPLACE, Mishap.NAMESPACE_GONE),
            always(Operation.BACKUP_SESSION, Target.CUT, Mishap.NODE_GONE),
            always(Operation.BACKUP_SESSION, Target.COMMIT, Mishap.NODE_GONE),
            always(Operation.RESTORE_CLUSTER_PROFILE, Target.PREPARE, Mishap.NODE_GONE),
            soak(Operation.RESTORE_CLUSTER_PROFILE, Target.START, Mishap.NODE_GONE),
            soak(Operation.UNDO_CLUSTER_PROFILE, Target.START, Mishap.NODE_GONE),
            always(Operation.BACKUP_SESSION, Target.CUT, Mishap.NODE_GONE_FOR_GOOD),
            soak(Operation.BACKUP_SESSION, Target.HOLD, Mishap.NODE_GONE_FOR_GOOD),
            soak(Operation.BACKUP_SESSION, Target.COMMIT, Mishap.NODE_GONE_FOR_GOOD),
            always(Operation.BACKUP_SESSION, Target.CUT, Mishap.SNAPSHOT_CONTROLLER_GONE),
            soak(Operation.RESTORE_NAMESPACE_PROFILE, Target.CUT, Mishap.SNAPSHOT_CONTROLLER_GONE),
            always(Operation.RESTORE_CLUSTER_PROFILE, Target.REPLACE, Mishap.API_SERVER_AWAY),
            soak(Operation.RESTORE_CLUSTER_PROFILE, Target.START, Mishap.API_SERVER_AWAY),
            soak(Operation.RESTORE_NAMESPACE_PROFILE, Target.REPLACE, Mishap.API_SERVER_AWAY),
            soak(Operation.UNDO_CLUSTER_PROFILE, Target.REPLACE, Mishap.API_SERVER_AWAY),
            soak(Operation.UNDO_NAMESPACE_PROFILE, Target.START, Mishap.API_SERVER_AWAY),
            soak(Operation.BACKUP_SESSION, Target.CUT, Mishap.API_SERVER_AWAY));

    /** Of a pod or a namespace: nobody else in the cluster notices. */
    static List<SweepCase> ofOne(final boolean always) {
        return those(always, false);
    }

    /** Of what everybody in the cluster needs. */
    static List<SweepCase> ofTheCluster(final boolean always) {
        return those(always, true);
    }

    private static List<SweepCase> those(final boolean always, final boolean ofTheCluster) {
        Stream<SweepCase> those =
                ALL.stream().filter(death -> death.always() == always).map(Death::what);
        return those.filter(
                        what -> ofTheCluster == what.faults().get(0).mishap().befallsEverybody())
                .toList();
    }

    private static Death always(final Operation operation, final Target request, final Mishap mishap) {
        return new Death(SweepCase.of(operation, PlannedFault.beside(request, mishap)), true);
    }

    private static Death soak(final Operation operation, final Target request, final Mishap mishap) {
        return new Death(SweepCase.of(operation, PlannedFault.beside(request, mishap)), false);
    }
}
