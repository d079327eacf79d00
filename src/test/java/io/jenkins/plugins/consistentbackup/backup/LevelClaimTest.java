package io.jenkins.plugins.consistentbackup.backup;

import static io.jenkins.plugins.consistentbackup.template.Level.APPLICATION;
import static io.jenkins.plugins.consistentbackup.template.Level.CRASH;
import static io.jenkins.plugins.consistentbackup.template.Level.FILESYSTEM;
import static io.jenkins.plugins.consistentbackup.template.Level.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.template.HookTemplate.ByDriver;
import io.jenkins.plugins.consistentbackup.template.HookTemplate.Levels;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelClaimTest {
    private static final Levels LEVELS =
            new Levels(new ByDriver(APPLICATION, CRASH), new ByDriver(NONE, NONE), new ByDriver(FILESYSTEM, CRASH));

    @ParameterizedTest
    @CsvSource({
        "1, true, false, APPLICATION",
        "1, false, false, CRASH",
        "2, true, false, NONE",
        "2, true, true, FILESYSTEM",
        "2, false, true, CRASH",
        "1, true, true, APPLICATION",
    })
    void followsVolumesDriverAndGroup(
            final int volumes, final boolean atomic, final boolean grouped, final Level expected) {
        assertThat(LevelClaim.of(LEVELS, volumes, atomic, grouped)).isEqualTo(expected);
    }

    @Test
    void setIsWorthWhatItsWorstDatabaseIs() {
        assertThat(LevelClaim.ofSet(List.of(APPLICATION, CRASH, FILESYSTEM))).isEqualTo(CRASH);
        assertThat(LevelClaim.ofSet(List.of())).isEqualTo(NONE);
    }
}
