package io.jenkins.plugins.consistentbackup.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the runs of a sweep. Safe for many threads. */
final class Tally {
    private static final class Count {
        private int runs;
        private int met;
        private int succeeded;
        private int broken;
    }

    private final Map<Operation, Count> counts = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();
    private int leasesLeft;
    private int notPrepared;

    synchronized void note(final SweepCase what, final RunResult result) {
        Count count = counts.computeIfAbsent(what.operation(), key -> new Count());
        count.runs++;
        count.met += !result.met().isEmpty() || what.storage() != StorageTrouble.NONE ? 1 : 0;
        count.succeeded += result.outcome().success() ? 1 : 0;
        if (!result.broken().isEmpty()) {
            count.broken++;
            broken(what + " " + result.met() + "\n    " + String.join("\n    ", result.broken()));
        }
    }

    /** A run whose preparation failed, on a machine that was too slow for it, says nothing. */
    synchronized void notPrepared(final SweepCase what, final String why) {
        notPrepared++;
        System.out.println("not prepared: " + what + ": " + why);
    }

    synchronized void broken(final String what) {
        broken.add(what);
        System.out.println("BROKEN " + what);
    }

    synchronized void leasesLeft(final int number) {
        leasesLeft = number;
    }

    synchronized int runs() {
        return counts.values().stream().mapToInt(count -> count.runs).sum();
    }

    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    /** In lines for people. */
    synchronized String lines() {
        StringBuilder lines = new StringBuilder();
        counts.forEach((operation, count) ->
                lines.append("  %-26s %5d runs, fault met in %5d, succeeded all the same %5d, broken %d%n"
                        .formatted(operation, count.runs, count.met, count.succeeded, count.broken)));
        return lines.append("  Leases left to expire: %d; not prepared: %d; broken: %d%n"
                        .formatted(leasesLeft, notPrepared, broken.size()))
                .toString();
    }
}
