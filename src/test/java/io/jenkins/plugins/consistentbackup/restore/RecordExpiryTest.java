package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordExpiryTest {
    private static final Instant ENDED = Instant.parse("2026-01-02T03:04:05Z");
    private static final long KEEP_SECONDS = 60;
    private static final Instant BEFORE = ENDED.plusSeconds(KEEP_SECONDS - 1);
    private static final Instant AFTER = ENDED.plusSeconds(KEEP_SECONDS);

    private final RestoreState older = ended("older");
    private final RestoreState newer = ended("newer");

    @Test
    void whatHasEndedAndKeepsNothingGoesWhenItsTimeIsOver() {
        assertThat(toRemove(Set.of(), BEFORE)).isEmpty();
        assertThat(toRemove(Set.of(), AFTER)).containsExactly(older, newer);
    }

    @Test
    void whatIsNeededStaysAndSoDoesWhatIsNewer() {
        assertThat(toRemove(Set.of("newer"), AFTER)).containsExactly(older);
        assertThat(toRemove(Set.of("older"), AFTER)).isEmpty();
    }

    @Test
    void whatHasNotEndedStays() {
        older.outcome = null;
        assertThat(toRemove(Set.of(), AFTER)).isEmpty();
    }

    private List<RestoreState> toRemove(final Set<String> needed, final Instant now) {
        return RecordExpiry.toRemove(List.of(newer, older), needed, now);
    }

    private static RestoreState ended(final String id) {
        RestoreState state = new RestoreState();
        state.id = id;
        state.endedAt = ENDED.toString();
        state.keepSeconds = KEEP_SECONDS;
        state.outcome = RestoreState.Outcome.DONE;
        return state;
    }
}
