package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet.State;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.local.InputException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SetsToDeleteTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    private static final BackupSet GOOD = set("good", State.COMMITTED, 5, false);
    private static final BackupSet DIED = set("died", State.INCOMPLETE, 3, false);
    private static final BackupSet FAILED = set("failed", State.FAILED, 2, false);
    private static final BackupSet DAMAGED = set("damaged", State.DAMAGED, 2, false);
    private static final BackupSet YOUNG = set("young", State.INCOMPLETE, 0, false);
    private static final BackupSet PINNED = set("pinned", State.COMMITTED, 4, true);
    private static final List<BackupSet> ALL = List.of(GOOD, PINNED, DIED, FAILED, DAMAGED, YOUNG);

    @Test
    void leftoversAreIncompleteOrFailedAndOldEnough() {
        assertThat(choose(true, false)).containsExactly(DIED, FAILED);
    }

    @Test
    void namedOnesNeedNoAge() {
        assertThat(choose(false, false, "young")).containsExactly(YOUNG);
    }

    @Test
    void damagedOneGoesOnlyByName() {
        assertThat(choose(false, false, "damaged")).containsExactly(DAMAGED);
    }

    @Test
    void goodOneGoesOnlyWhenThatIsSaid() {
        assertThatThrownBy(() -> choose(false, false, "good"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("set good is good and stays");
        assertThat(choose(false, true, "good")).containsExactly(GOOD);
    }

    @Test
    void pinnedOneNeverGoes() {
        assertThatThrownBy(() -> choose(false, true, "pinned")).hasMessageContaining("pinned");
    }

    @Test
    void nothingGoesWhenOneNameIsUnknown() {
        assertThatThrownBy(() -> choose(false, false, "young", "nosuch"))
                .hasMessageContaining("namespace shop has no set nosuch");
    }

    private static List<BackupSet> choose(boolean incomplete, boolean good, String... names) {
        return new SetsToDelete(Set.of(names), incomplete, Duration.ofHours(1), good).of(ALL, "shop", NOW);
    }

    private static BackupSet set(String id, State state, int hoursAgo, boolean pinned) {
        return new BackupSet(
                "shop",
                SetId.of(id),
                state,
                "",
                NOW.minus(Duration.ofHours(hoursAgo)),
                pinned,
                List.of("snapshot"),
                Optional.empty());
    }
}
