package io.jenkins.plugins.consistentbackup.bench;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * What one backup of some volumes took, beside the same cuts by a script.
 *
 * @param volumes how many
 * @param cutMillis from the first request for a cut to the last cut seen
 * @param driverMillis what the driver itself takes for a cut
 * @param requests requests to the API server of the whole backup, watches and exec sessions included
 * @param scriptMillis the same of a kubectl script; empty where there is no kubectl
 * @param scriptRequests the same of a kubectl script
 */
record Measurement(
        int volumes,
        long cutMillis,
        long driverMillis,
        long requests,
        OptionalLong scriptMillis,
        OptionalLong scriptRequests) {

    static final String HEADING = String.format(
            Locale.ROOT,
            "%8s %10s %12s %10s %12s %14s %8s",
            "volumes",
            "cut ms",
            "overhead ms",
            "requests",
            "kubectl ms",
            "kubectl req.",
            "ratio");

    /** What the engine and the API server add to the driver's own time, inside the hold. */
    long overheadMillis() {
        return Math.max(0, cutMillis - driverMillis);
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%8d %10d %12d %10d %12s %14s %8s",
                volumes,
                cutMillis,
                overheadMillis(),
                requests,
                text(scriptMillis),
                text(scriptRequests),
                ratio());
    }

    /** How many times longer the script takes. */
    private String ratio() {
        return scriptMillis.isEmpty() || cutMillis == 0
                ? "-"
                : String.format(Locale.ROOT, "%.1f x", (double) scriptMillis.getAsLong() / cutMillis);
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? String.valueOf(value.getAsLong()) : "-";
    }
}
