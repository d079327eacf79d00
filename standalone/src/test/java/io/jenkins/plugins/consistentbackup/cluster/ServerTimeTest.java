package io.jenkins.plugins.consistentbackup.cluster;

import static io.jenkins.plugins.consistentbackup.cluster.ServedCluster.get;
import static io.jenkins.plugins.consistentbackup.cluster.ServedCluster.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An API server whose clock is seven minutes behind this machine's. */
class ServerTimeTest {
    private static final Clock SLOW = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-7));

    @RegisterExtension
    final ServedCluster served = new ServedCluster(SLOW);

    @Test
    void timeIsTheServersAndFitsWhatItSaysOfObjects() throws Exception {
        assertThat(served.cluster().serverTime()).isEmpty();

        ConfigMap created = get(served.cluster().create(Kind.CONFIG_MAPS, map("one", "a")));
        Instant now = served.cluster().serverTime().orElseThrow();

        assertThat(now).isBeforeOrEqualTo(SLOW.instant());
        assertThat(now).isAfterOrEqualTo(Instant.parse(created.getMetadata().getCreationTimestamp()));
    }
}
