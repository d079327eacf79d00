package io.jenkins.plugins.consistentbackup.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What backups of some volumes took, beside the same cuts by a script.
 *
 * @param volumes how many
 * @param rounds the backups, at least one
 * @param script the script; empty where there is no kubectl
 */
record Measurement(int volumes, List<Round> rounds, Optional<ScriptRound> script) {
    private static final String COLUMNS = "%8s %13s %11s %13s %11s %13s %13s %9s %11s %13s %7s";

    static final String HEADING = String.format(
            Locale.ROOT,
            COLUMNS,
            "volumes",
            "freeze ms",
            "lock ms",
            "cut ms",
            "release ms",
            "driver ms",
            "overhead ms",
            "requests",
            "kubectl ms",
            "kubectl req.",
            "ratio");

    String line() {
        return String.format(
                Locale.ROOT,
                COLUMNS,
                volumes,
                middleAndHigh(Round::freezeMillis),
                middleAndHigh(Round::lockMillis),
                middleAndHigh(Round::cutMillis),
                middleAndHigh(Round::releaseMillis),
                middleAndHigh(Round::driverMillis),
                middleAndHigh(Round::overheadMillis),
                quantile(Round::requests, 0.5),
                script.map(done -> String.valueOf(done.millis())).orElse("-"),
                script.map(done -> String.valueOf(done.requests())).orElse("-"),
                script.map(this::ratio).orElse("-"));
    }

    private String middleAndHigh(ToLongFunction<Round> figure) {
        return quantile(figure, 0.5) + " (" + quantile(figure, 0.95) + ")";
    }

    /** The smallest figure that so great a share of the rounds does not exceed. */
    long quantile(ToLongFunction<Round> figure, double share) {
        long[] sorted = rounds.stream().mapToLong(figure).sorted().toArray();
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    /** How many times longer the script takes than the freeze. */
    private String ratio(ScriptRound done) {
        return String.format(Locale.ROOT, "%.1f x", (double) done.millis() / quantile(Round::freezeMillis, 0.5));
    }
}
