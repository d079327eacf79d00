package io.jenkins.plugins.consistentbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.phase.StoredState;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupRequestTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Shop", "shop/../kube-system", "-shop", "shop\n"})
    void namespaceThatIsNoneIsRefused(final String name) {
        assertThatThrownBy(() -> BackupRequest.in(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a name of a namespace");
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        BackupRequest request = BackupRequest.in("shop");

        assertThatThrownBy(() -> request.withMaxFreeze(Duration.ofMillis(10))).hasMessageContaining("10 ms");
        assertThatThrownBy(() -> request.withMaxHold(Duration.ofDays(1))).hasMessageContaining("maxHold");
        assertThatThrownBy(() -> request.withKeep(0)).hasMessageContaining("keep must be at least 1");
        assertThatThrownBy(() -> request.withReadyTimeout(Duration.ZERO)).hasMessageContaining("readyTimeout");
        assertThatThrownBy(() -> request.withWorkloads(List.of("db"))).hasMessageContaining("statefulset/NAME");
    }

    @Test
    void survivesTheDeathOfItsProcess() throws Exception {
        BackupRequest request = BackupRequest.in("shop")
                .withSelector(Map.of("app", "db"))
                .withWorkloads(List.of("statefulset/db"))
                .withParameters(Map.of("DB_USER", "o'hara \"x\"\n"))
                .withMinimumLevel(Level.CRASH)
                .withMaxFreeze(Duration.ofMillis(2500))
                .withKeep(3)
                .withRequester("job/1");
        BackupState state = new BackupState(SetId.of("shop-1"), Instant.EPOCH, request);
        state.setPhase("cut");

        BackupState read = StoredState.of(state);

        assertThat(read.getPhase()).isEqualTo("cut");
        assertThat(read.id()).isEqualTo(state.id());
        assertThat(Documents.write(read.request())).isEqualTo(Documents.write(request));
        assertThat(read.request().parameters()).isEqualTo(request.parameters());
        assertThat(read.request().maxFreeze()).isEqualTo(request.maxFreeze());
        assertThat(read.request().minimumLevel()).isEqualTo(Level.CRASH);
        assertThat(read.request().keep()).contains(3);
        assertThat(read.plan()).isEmpty();
    }
}
