package io.jenkins.plugins.consistentbackup.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import io.jenkins.plugins.consistentbackup.phase.PhaseRun;
import io.jenkins.plugins.consistentbackup.phase.RunState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PhaseLinesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    private final List<String> said = new ArrayList<>();

    @Test
    void onePhaseALine() {
        run(() -> CompletableFuture.completedFuture(null));
        assertThat(said).containsExactly("hold took 0 ms", "cut took 0 ms");
    }

    @Test
    void failedPhaseIsNamed() {
        run(() -> CompletableFuture.failedFuture(new IllegalStateException("no")));
        assertThat(said).containsExactly("hold took 0 ms", "cut failed; releasing and cleaning up");
    }

    private void run(final Supplier<CompletableFuture<Void>> cut) {
        PhaseLines lines = new PhaseLines(said::add, CLOCK);
        new PhaseRun<>(
                        List.of(phase("hold", () -> CompletableFuture.completedFuture(null)), phase("cut", cut)),
                        phase("clean up", () -> CompletableFuture.completedFuture(null)),
                        new State(),
                        state -> {
                            lines.heard(state);
                            return CompletableFuture.completedFuture(null);
                        },
                        line -> {})
                .timedBy(CLOCK)
                .start();
    }

    private static Phase<State> phase(final String name, final Supplier<CompletableFuture<Void>> work) {
        return new Phase<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String doing(final State state) {
                return name;
            }

            @Override
            public CompletableFuture<Void> run(final State state, final PhaseContext context) {
                return work.get();
            }
        };
    }

    private static final class State extends RunState {
        private static final long serialVersionUID = 1L;
    }
}
