package io.jenkins.plugins.consistentbackup.buildpage;

import java.util.Locale;

/** Lengths of time for people: 37 ms, 1.4 s, 2 min 5 s, 3 h 20 min, 2 d 4 h. */
final class Elapsed {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Elapsed() {}

    /** The two units that matter; a negative length (the clock was set back) counts as none. */
    static String text(final long millis) {
        if (millis < SECOND) {
            return Math.max(0, millis) + " ms";
        }
        if (millis < MINUTE) {
            // Cut off, not rounded: 59.99 s must not become 60.0 s.
            return String.format(Locale.ROOT, "%d.%d s", millis / SECOND, millis % SECOND / 100);
        }
        if (millis < HOUR) {
            return two(millis, MINUTE, "min", SECOND, "s");
        }
        return millis < DAY ? two(millis, HOUR, "h", MINUTE, "min") : two(millis, DAY, "d", HOUR, "h");
    }

    private static String two(
            final long millis, final long large, final String largeName, final long small, final String smallName) {
        long rest = millis % large / small;
        return millis / large + " " + largeName + (rest == 0 ? "" : " " + rest + " " + smallName);
    }
}
