package io.jenkins.plugins.consistentbackup.demo;

import io.jenkins.plugins.consistentbackup.demo.load.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What the demo tells, with the time since its begin, and whether everything that it promised was kept. */
final class Narrator {
    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private final long begunNanos;
    private final List<String> broken = new ArrayList<>();
    private int kept;
    private volatile boolean silent;

    Narrator(PrintWriter out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.begunNanos = nanoTime.getAsLong();
    }

    /** A new part begins. */
    void title(String text) {
        line("");
        line(String.format(Locale.ROOT, "== %s  [%s s]", text, (nanoTime.getAsLong() - begunNanos) / 1_000_000_000));
    }

    void line(String text) {
        if (!silent) {
            out.println(text);
            out.flush();
        }
    }

    void lines(List<String> texts) {
        texts.forEach(text -> line("  " + text));
    }

    /** From now on nothing is said: the process ends, and what fails now is no news. */
    void fallSilent() {
        silent = true;
    }

    /** Something that must hold. */
    void promise(String what, boolean held, String detail) {
        line((held ? "  kept    " : "  BROKEN  ") + what + ": " + detail);
        if (held) {
            kept++;
        } else {
            broken.add(what + ": " + detail);
        }
    }

    /** A verdict in which everything must hold. */
    void promise(Verdict verdict) {
        verdict.checks()
                .forEach(check -> promise(verdict.database() + ", " + check.question(), check.kept(), check.detail()));
    }

    List<String> broken() {
        return List.copyOf(broken);
    }

    int kept() {
        return kept;
    }

    static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
