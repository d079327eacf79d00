package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet.State;
import io.jenkins.plugins.consistentbackup.local.InputException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which sets of a namespace are to be removed.
 *
 * @param names sets that the user named
 * @param incomplete whether all incomplete and failed sets are meant
 * @param olderThan how old those must be: the backup of a younger one may be waiting for its controller to come back
 * @param good whether named ones may be such that can be restored
 */
record SetsToDelete(Set<String> names, boolean incomplete, Duration olderThan, boolean good) {

    /**
     * The chosen ones, oldest first.
     *
     * @param sets all sets of the namespace
     * @throws InputException when a named set is not there or must not be removed
     */
    List<BackupSet> of(final List<BackupSet> sets, final String namespace, final Instant now) {
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            sets.stream()
                    .filter(set -> set.id().toString().equals(name))
                    .findFirst()
                    .ifPresentOrElse(set -> refuse(set, problems), () -> problems.add(unknown(name, namespace)));
        }
        if (!problems.isEmpty()) {
            throw new InputException(String.join("\n", problems));
        }
        return sets.stream()
                .filter(set -> names.contains(set.id().toString()) || isLeftOver(set, now))
                .toList();
    }

    static String unknown(final String name, final String namespace) {
        return "namespace " + namespace + " has no set " + name + "; consistent-backup list -n " + namespace
                + " shows those it has";
    }

    private void refuse(final BackupSet set, final List<String> problems) {
        if (set.pinned()) {
            problems.add("set " + set.id() + " is pinned and stays; unpin it first");
        } else if (set.usable() && !good) {
            problems.add(
                    "set " + set.id() + " is good and stays: a restore can use it; --good removes it all the same");
        }
    }

    private boolean isLeftOver(final BackupSet set, final Instant now) {
        boolean unfinished = set.state() == State.INCOMPLETE || set.state() == State.FAILED;
        return incomplete
                && unfinished
                && !set.pinned()
                && !set.created().plus(olderThan).isAfter(now);
    }
}
