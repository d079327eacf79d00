package io.jenkins.plugins.consistentbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.backup.PlannedVolume.Purpose;
import io.jenkins.plugins.consistentbackup.backup.SelectedContainer.ClaimMount;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VolumePurposesTest {
    private static final List<ClaimMount> DATA_AND_WAL =
            List.of(new ClaimMount("data", "/var/lib/postgresql"), new ClaimMount("wal", "/var/lib/postgresql/wal"));

    @Test
    void longestMountPathWins() {
        assertThat(purposes("data /var/lib/postgresql/18", "log /var/lib/postgresql/wal/18"))
                .isEqualTo(Map.of("data", Purpose.DATA, "wal", Purpose.LOG));
    }

    @Test
    void claimWithDataAndLogsIsRefused() {
        assertThatThrownBy(() -> purposes("log /var/lib/postgresql/wal/a", "data /var/lib/postgresql/wal/tablespace"))
                .hasMessageContaining("claim wal of shop/pg-0 (postgres) holds both data and the log")
                .hasMessageContaining("give the log a volume of its own");
    }

    @Test
    void claimThatIsNotNamedIsData() {
        assertThat(purposes()).isEqualTo(Map.of("data", Purpose.DATA, "wal", Purpose.DATA));
    }

    @Test
    void neighbourWithTheSameBeginningIsNotInside() {
        assertThatThrownBy(() -> purposes("log /var/lib/postgresql-other"))
                .hasMessageContaining("/var/lib/postgresql-other, which is on none of the claims [data, wal]");
    }

    @Test
    void rootMountHoldsEverything() {
        assertThat(VolumePurposes.of(List.of(new ClaimMount("all", "/")), List.of("log /x"), "ns/pod (c)"))
                .containsEntry("all", Purpose.LOG);
    }

    @Test
    void lineOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> purposes("psql: error: connection refused"))
                .hasMessageContaining("neither 'data /PATH' nor 'log /PATH'");
        assertThatThrownBy(() -> purposes("data relative/path")).isInstanceOf(BackupException.class);
    }

    private static Map<String, Purpose> purposes(final String... lines) {
        return VolumePurposes.of(DATA_AND_WAL, List.of(lines), "shop/pg-0 (postgres)");
    }
}
