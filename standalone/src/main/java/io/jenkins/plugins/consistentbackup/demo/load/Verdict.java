package io.jenkins.plugins.consistentbackup.demo.load;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges a restored database by what its writers remember: it starts, has every row that was acknowledged before the
 * first cut was asked for, has none that was begun after the last cut was seen, has no gap in anybody's sequence, has
 * lost no money, and finds nothing wrong with itself.
 *
 * @param database what was judged
 * @param checks each question and its answer
 */
public record Verdict(String database, List<Check> checks) {
    private static final int EXAMPLES = 3;
    private static final String WARNINGS = "own warnings";

    /** Whether everything held. */
    public boolean kept() {
        return checks.stream().allMatch(Check::kept);
    }

    /** Whether it starts and all rows are there, though it may warn of itself. */
    public boolean usable() {
        return checks.stream()
                .allMatch(check -> check.kept() || check.question().equals(WARNINGS));
    }

    /** What did not hold, in one line; empty when everything did. */
    public String broken() {
        return checks.stream()
                .filter(check -> !check.kept())
                .map(check -> check.question() + ": " + check.detail())
                .collect(Collectors.joining("; "));
    }

    /**
     * Judges.
     *
     * @param found what was found in the restored database
     * @param records what its writers remember
     * @param window when its cuts were taken
     */
    public static Verdict of(RestoredData found, List<WriterRecord> records, CutWindow window) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                "starts", found.startFailure().isEmpty(), found.startFailure().orElse("serves")));
        if (found.startFailure().isEmpty()) {
            records.stream().map(WriterRecord::table).distinct().forEach(table -> {
                List<WriterRecord> writers =
                        records.stream().filter(of -> of.table().equals(table)).toList();
                checks.addAll(ofTable(table, rowsOf(found, table), writers, window));
            });
            checks.add(ofBalance(found));
            checks.add(ofComplaints("own checks", found, false));
            checks.add(ofComplaints(WARNINGS, found, true));
        }
        return new Verdict(found.database(), List.copyOf(checks));
    }

    private static Optional<FoundRows> rowsOf(RestoredData found, String table) {
        return found.tables().stream()
                .filter(rows -> rows.table().equals(table))
                .findFirst();
    }

    private static List<Check> ofTable(
            String table, Optional<FoundRows> rows, List<WriterRecord> writers, CutWindow window) {
        if (rows.isEmpty()) {
            return List.of(new Check(table + " can be read", false, "no rows were read"));
        }
        return List.of(
                acknowledgedAreThere(table, rows.get(), writers, window),
                noneIsFromAfterwards(table, rows.get(), writers, window),
                sequencesHaveNoGap(table, rows.get(), writers));
    }

    private static Check acknowledgedAreThere(
            String table, FoundRows rows, List<WriterRecord> writers, CutWindow window) {
        List<String> missing = new ArrayList<>();
        int acknowledged = 0;
        for (WriterRecord writer : writers) {
            Set<Long> found = new HashSet<>(rows.of(writer.writer()));
            for (Write write : writer.writes()) {
                if (write.acknowledgedBefore(window.firstRequestedNanos())) {
                    acknowledged++;
                    if (!found.contains(write.sequence())) {
                        missing.add(rowName(writer, write.sequence()));
                    }
                }
            }
        }
        String detail = missing.isEmpty()
                ? acknowledged + " rows were acknowledged before the first cut, all are there"
                : missing.size() + " of " + acknowledged + " are missing (" + examples(missing) + ")";
        return new Check("acknowledged rows of " + table, missing.isEmpty(), detail);
    }

    private static Check noneIsFromAfterwards(
            String table, FoundRows rows, List<WriterRecord> writers, CutWindow window) {
        List<String> late = new ArrayList<>();
        for (WriterRecord writer : writers) {
            Set<Long> begunAfter = writer.writes().stream()
                    .filter(write -> write.begunAfter(window.lastObservedNanos()))
                    .map(Write::sequence)
                    .collect(Collectors.toSet());
            long known = writer.writes().size();
            rows.of(writer.writer()).stream()
                    .filter(sequence -> begunAfter.contains(sequence) || sequence > known)
                    .forEach(sequence -> late.add(rowName(writer, sequence)));
        }
        String detail = late.isEmpty()
                ? "none of its " + rows.count() + " rows was begun after the last cut"
                : late.size() + " were begun after the last cut (" + examples(late) + ")";
        return new Check("later rows of " + table, late.isEmpty(), detail);
    }

    private static Check sequencesHaveNoGap(String table, FoundRows rows, List<WriterRecord> writers) {
        List<String> gaps = new ArrayList<>();
        for (WriterRecord writer : writers) {
            long expected = 1;
            for (long sequence : rows.of(writer.writer())) {
                if (sequence != expected) {
                    gaps.add("before " + rowName(writer, sequence));
                }
                expected = sequence + 1;
            }
        }
        String detail = gaps.isEmpty() ? writers.size() + " writers, no gap" : examples(gaps);
        return new Check("sequences of " + table, gaps.isEmpty(), detail);
    }

    private static Check ofBalance(RestoredData found) {
        Optional<Long> balance = found.balance();
        String detail = balance.map(sum -> "the accounts add up to " + sum + (sum == 0 ? "" : " instead of 0"))
                .orElse("the accounts cannot be read");
        return new Check("money", balance.isPresent() && balance.get() == 0, detail);
    }

    private static Check ofComplaints(String question, RestoredData found, boolean warnings) {
        List<String> said = found.complaints().stream()
                .filter(complaint -> complaint.warning() == warnings)
                .map(Complaint::text)
                .toList();
        return new Check(question, said.isEmpty(), said.isEmpty() ? "nothing to complain of" : examples(said));
    }

    private static String rowName(WriterRecord writer, long sequence) {
        return "writer " + writer.writer() + " row " + sequence;
    }

    private static String examples(List<String> all) {
        String shown = all.stream().limit(EXAMPLES).collect(Collectors.joining(", "));
        return all.size() > EXAMPLES ? shown + ", and " + (all.size() - EXAMPLES) + " more" : shown;
    }
}
