package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.faults.Ledger.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts the runs of a sweep, with those of earlier pieces that its ledger tells of. Safe for many threads. */
final class Tally {
    /** Lines of what is broken: the case, and the first promise. */
    private static final int SHORT = 2;

    private final Ledger ledger;
    private final Map<Operation, Integer> brokenRuns = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();
    private int runs;
    private int leasesLeft;
    private int notPrepared;

    Tally(final Ledger ledger) {
        this.ledger = ledger;
    }

    synchronized void note(final SweepCase what, final RunResult result) {
        runs++;
        if (result.broken().isEmpty()) {
            boolean met = !result.met().isEmpty() || what.storage() != StorageTrouble.NONE;
            if (!met && what.troubles() > 0) {
                System.out.println("not met: " + what + ": " + result.outcome().said());
            }
            ledger.note(new Entry(
                    what.operation(),
                    what.subject(),
                    what.toString(),
                    met,
                    result.outcome().success()));
        } else {
            brokenRuns.merge(what.operation(), 1, Integer::sum);
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

    synchronized void leaseLeft() {
        leasesLeft++;
    }

    /** Of this process. */
    synchronized int runs() {
        return runs;
    }

    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    /** What is broken in one line, since of a test's failure a build's report shows the first only. */
    synchronized String brokenInShort() {
        return broken.stream()
                .map(each -> each.lines().limit(SHORT).map(String::strip).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("; "));
    }

    /** In lines for people. */
    synchronized String lines() {
        StringBuilder lines = new StringBuilder();
        ledger.entries().stream()
                .collect(Collectors.groupingBy(Entry::operation, TreeMap::new, Collectors.toList()))
                .forEach((operation, entries) -> lines.append(line(operation, entries)));
        return lines.append("  of this process: %d runs; broken: %d %s; Leases left to expire: %d; not prepared: %d%n"
                        .formatted(runs, broken.size(), brokenRuns, leasesLeft, notPrepared))
                .toString();
    }

    private static String line(final Operation operation, final List<Entry> entries) {
        List<Entry> met = entries.stream().filter(Entry::met).toList();
        return "  %-26s %5d runs held, %5d met their fault (%4d things that failed), %5d succeeded all the same%n"
                .formatted(
                        operation,
                        entries.size(),
                        met.size(),
                        met.stream().map(Entry::subject).distinct().count(),
                        entries.stream().filter(Entry::success).count());
    }
}
