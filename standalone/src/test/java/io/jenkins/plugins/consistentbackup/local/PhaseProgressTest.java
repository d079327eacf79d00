package io.jenkins.plugins.consistentbackup.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.phase.RunState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseProgressTest {
    private final List<String> lines = new ArrayList<>();
    private long millis;
    private final PhaseProgress<State> progress = new PhaseProgress<>(lines::add, () -> millis * 1_000_000);
    private final State state = new State();

    @Test
    void oneLineAPhaseWithItsTime() {
        at(0, "plan");
        at(120, "hold");
        at(130, "hold");
        at(200, null);
        assertThat(lines).containsExactly("plan             120 ms", "hold              80 ms");
    }

    @Test
    void namesThePhaseThatFailedAndTheCleaningUp() {
        at(0, "hold");
        state.setFailure("lost");
        at(50, "hold");
        assertThat(lines).containsExactly("hold              50 ms  failed");
    }

    private void at(long time, String phase) {
        millis = time;
        state.setPhase(phase);
        progress.save(state).join();
    }

    private static final class State extends RunState {
        private static final long serialVersionUID = 1L;
    }
}
