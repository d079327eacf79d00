package io.jenkins.plugins.consistentbackup.local;

import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.phase.RunState;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says one line a phase: its name and how long it took. Listens where the state is saved, which is before each phase;
 * keeps nothing, because a process that is killed is cleaned up after from the cluster.
 */
public final class PhaseProgress<S extends RunState> implements Journal<S> {
    private final Consumer<String> lines;
    private final LongSupplier nanoTime;
    private String phase;
    private long begunNanos;

    public PhaseProgress(Consumer<String> lines) {
        this(lines, System::nanoTime);
    }

    PhaseProgress(Consumer<String> lines, LongSupplier nanoTime) {
        this.lines = lines;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized CompletableFuture<Void> save(S state) {
        String next = state.getFailure() == null ? state.getPhase() : "cleaning up";
        if (next == null || !next.equals(phase)) {
            long now = nanoTime.getAsLong();
            if (phase != null) {
                boolean failed = state.getFailure() != null;
                lines.accept(String.format(
                        Locale.ROOT,
                        "%-12s %7d ms%s",
                        phase,
                        (now - begunNanos) / 1_000_000,
                        failed && !phase.equals("cleaning up") ? "  failed" : ""));
            }
            phase = next;
            begunNanos = now;
        }
        return CompletableFuture.completedFuture(null);
    }
}
