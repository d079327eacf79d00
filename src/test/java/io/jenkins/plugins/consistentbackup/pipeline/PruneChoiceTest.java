package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PruneChoiceTest {
    private static final List<BackupSet> SETS = List.of(set("s1", false), set("s2", true), set("s3", false));

    @Test
    void namedSetsGo() {
        assertThat(PruneChoice.of("s3, s1", null).of("shop", SETS, false)).containsExactly(SETS.get(2), SETS.get(0));
    }

    @Test
    void ofTheNewestSoManyStay() {
        assertThat(PruneChoice.of(null, 1).of("shop", SETS, false)).containsExactly(SETS.get(0));
    }

    @Test
    void pinnedSetStopsAll() {
        assertThatThrownBy(() -> PruneChoice.of("s1,s2", null).of("shop", SETS, false))
                .hasMessageStartingWith("backup set s2 is pinned; nothing was removed");
    }

    @Test
    void setThatMayBeInTheMakingStopsAll() {
        BackupSet begun = new BackupSet(
                "shop",
                SetId.of("s4"),
                BackupSet.State.INCOMPLETE,
                "no manifest",
                Instant.EPOCH,
                false,
                List.of(),
                Optional.empty());
        assertThatThrownBy(() -> PruneChoice.of("s4", null).of("shop", List.of(begun), false))
                .hasMessageStartingWith("backup set s4 is incomplete: a backup may still be making it");
    }

    @Test
    void missingSetStopsAllUnlessItMayHaveGoneBefore() {
        PruneChoice choice = PruneChoice.of("s1 s9", null);
        assertThatThrownBy(() -> choice.of("shop", SETS, false)).hasMessageStartingWith("namespace shop has no");
        assertThat(choice.of("shop", SETS, true)).containsExactly(SETS.get(0));
    }

    @Test
    void senselessChoicesAreRefused() {
        assertThatThrownBy(() -> PruneChoice.of(null, null)).hasMessageStartingWith("say either");
        assertThatThrownBy(() -> PruneChoice.of("s1", 1)).hasMessageStartingWith("say either");
        assertThatThrownBy(() -> PruneChoice.of(null, 0)).hasMessage("keep must be at least 1, not 0");
        assertThatThrownBy(() -> PruneChoice.of("S!", null)).hasMessageContaining("is not the id of a backup set");
    }

    private static BackupSet set(final String id, final boolean pinned) {
        Instant created = Instant.parse("2026-01-02T03:04:05Z").plusSeconds(id.charAt(1));
        return new BackupSet(
                "shop", SetId.of(id), BackupSet.State.COMMITTED, "", created, pinned, List.of(), Optional.empty());
    }
}
