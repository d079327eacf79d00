package io.jenkins.plugins.consistentbackup.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.config.StepDefaults;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackupSettingsTest {
    private final BackupSettings settings = new BackupSettings("shop");
    private final StepDefaults defaults = new StepDefaults();
    private final List<String> log = new ArrayList<>();

    @Test
    void whatNobodySaysIsLeftToTheEngine() {
        settings.setLevel("");
        settings.setMaxFreeze(" ");
        BackupRequest request = request();
        assertThat(request.minimumLevel()).isEqualTo(Level.APPLICATION);
        assertThat(request.maxFreeze()).isEqualTo(BackupRequest.DEFAULT_MAX_FREEZE);
        assertThat(request.keep()).isEmpty();
        assertThat(request.requester()).isEqualTo("a test");
    }

    @Test
    void textBecomesValues() {
        settings.setSelector("app=db, tier=data");
        settings.setWorkloads("statefulset/db,\ndeployment/web");
        settings.setParameters("A=1,2\n\n B = x=y");
        settings.setTemplates("statefulset/db=pause");
        settings.setLevel("crash");
        settings.setMaxFreeze("1500ms");
        settings.setReadyTimeout("2h");
        settings.setKeep(3);
        BackupRequest request = request();
        assertThat(request.selector()).isEqualTo(Map.of("app", "db", "tier", "data"));
        assertThat(request.workloads()).containsExactly("statefulset/db", "deployment/web");
        assertThat(request.parameters()).isEqualTo(Map.of("A", "1,2", "B", "x=y"));
        assertThat(request.templates()).isEqualTo(Map.of("statefulset/db", "pause"));
        assertThat(request.minimumLevel()).isEqualTo(Level.CRASH);
        assertThat(request.maxFreeze()).isEqualTo(Duration.ofMillis(1500));
        assertThat(request.readyTimeout()).isEqualTo(Duration.ofHours(2));
        assertThat(request.keep()).contains(3);
    }

    @Test
    void defaultsStandForWhatIsLeftOut() {
        defaults.setMaxFreeze("5s");
        defaults.setMaxHold("1m");
        defaults.setReadyTimeout("1h");
        defaults.setSnapshotClass("fast");
        defaults.setGrouping("never");
        defaults.setLevel("crash");
        defaults.setKeep(7);
        settings.setMaxFreeze("9s");
        settings.setLevel("application");
        BackupRequest request = request();
        assertThat(request.maxFreeze()).isEqualTo(Duration.ofSeconds(9));
        assertThat(request.minimumLevel()).isEqualTo(Level.APPLICATION);
        assertThat(request.maxHold()).isEqualTo(Duration.ofMinutes(1));
        assertThat(request.readyTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(request.snapshotClass()).contains("fast");
        assertThat(request.grouping()).isEqualTo(BackupRequest.Grouping.NEVER);
        assertThat(request.keep()).contains(7);
        assertThat(log)
                .containsExactly("defaults of the administrator: grouping never, keep 7, maxHold 1m, readyTimeout 1h,"
                        + " snapshotClass fast");
    }

    @Test
    void withoutDefaultsNothingIsSaidOfThem() {
        request();
        assertThat(log).isEmpty();
    }

    @Test
    void errorsNameTheParameter() {
        settings.setGrouping("maybe");
        assertThatThrownBy(this::request)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("grouping: there is no 'maybe'; write auto or required or never");
    }

    @Test
    void problemsOfTheEngineBecomeOneLine() {
        assertThat(Failures.oneLine("it cannot be planned:\n  first\n  second"))
                .isEqualTo("it cannot be planned: first; second");
    }

    private BackupRequest request() {
        return settings.request("a test", new DefaultsInForce(defaults, log::add));
    }
}
