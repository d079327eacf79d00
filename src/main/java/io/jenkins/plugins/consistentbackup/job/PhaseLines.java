package io.jenkins.plugins.consistentbackup.job;

import io.jenkins.plugins.consistentbackup.phase.RunState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** Says one line a phase when it has ended: how long it took. Hears of it where the state is saved. */
final class PhaseLines {
    private final Consumer<String> log;
    private final Clock clock;
    private String phase;
    private boolean failed;

    PhaseLines(final Consumer<String> log, final Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** A state is about to be saved; most often, but not always, because the next phase begins. */
    synchronized void heard(final RunState state) {
        if (state.getFailure() != null) {
            if (!failed && phase != null) {
                log.accept(phase + " failed; releasing and cleaning up");
            }
            failed = true;
            return;
        }
        String next = state.getPhase();
        if (phase != null && !phase.equals(next)) {
            log.accept(phase + " took " + millis(state.begun(), next) + " ms");
        }
        phase = next;
    }

    private long millis(final Map<String, Instant> begun, final String next) {
        Instant end = next == null ? clock.instant() : begun.getOrDefault(next, clock.instant());
        return Duration.between(begun.getOrDefault(phase, end), end).toMillis();
    }
}
