package io.jenkins.plugins.consistentbackup.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KubeconfigTest {
    private static final Path GIVEN = Path.of("/etc/given");

    @Test
    void theOptionGoesBeforeTheEnvironmentAndThatBeforeTheHome() {
        Map<String, String> environment = Map.of("KUBECONFIG", "/etc/environment");
        assertThat(Kubeconfig.file(Optional.of(GIVEN), environment)).isEqualTo(GIVEN);
        assertThat(Kubeconfig.file(Optional.empty(), environment)).isEqualTo(Path.of("/etc/environment"));
        assertThat(Kubeconfig.file(Optional.empty(), Map.of()).toString()).endsWith(".kube/config");
    }

    @Test
    void severalFilesAreNotGuessedAt() {
        assertThatThrownBy(() -> Kubeconfig.file(Optional.empty(), Map.of("KUBECONFIG", "/a:/b")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("several files");
    }
}
