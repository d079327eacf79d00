package io.jenkins.plugins.consistentbackup.cluster;

import static io.jenkins.plugins.consistentbackup.cluster.ServedCluster.get;
import static io.jenkins.plugins.consistentbackup.cluster.ServedCluster.map;
import static io.jenkins.plugins.consistentbackup.cluster.ServedCluster.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Feeds of a cluster against the embedded API server: nothing is missed, and nothing seen twice. */
class ClusterFeedTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    final ServedCluster served = new ServedCluster();

    @Test
    void feedSeesChangesAndGoesOnAfterLostConnections() throws Exception {
        get(served.cluster().create(Kind.CONFIG_MAPS, map("one", "a")));
        try (Feed<ConfigMap> feed = get(served.cluster().feed(Kind.CONFIG_MAPS, "shop"));
                Feed<ConfigMap> same = get(served.cluster().feed(Kind.CONFIG_MAPS, "shop"))) {
            assertThat(feed.objects()).containsKey("one");
            for (int round = 0; round < 4; round++) {
                String name = "new-" + round;
                CompletableFuture<String> seen = feed.until(
                        objects -> Optional.ofNullable(objects.get(name)).map(map -> name), SOON, name);
                if (round == 1) {
                    served.server().cutConnections();
                } else if (round == 2) {
                    served.server().cutConnections();
                    served.store().compact(); // The watch's resourceVersion is too old now: 410.
                }
                createThroughCuts(name);
                assertThat(get(seen)).isEqualTo(name);
            }
            get(served.cluster().delete(Kind.CONFIG_MAPS, "shop", "one", null));
            get(same.until(objects -> objects.containsKey("one") ? Optional.empty() : Optional.of(1), SOON, "end"));
            assertThat(reason(feed.until(objects -> Optional.empty(), Duration.ofMillis(50), "godot")))
                    .isEqualTo(Reason.TIMEOUT);
        }
    }

    /** A write is not tried again by itself; after a cut its caller does that here. */
    private void createThroughCuts(final String name) throws Exception {
        Reason reason = Reason.LOST;
        for (int tries = 0; reason == Reason.LOST && tries < 5; tries++) {
            reason = reason(served.cluster().create(Kind.CONFIG_MAPS, map(name, "")));
        }
        assertThat(reason).isIn(null, Reason.ALREADY_EXISTS);
    }

    @Test
    void feedsShareOneWatchAndWaitsOfAClosedOneEnd() throws Exception {
        served.server().requests().reset();
        Feed<ConfigMap> one = get(served.cluster().feed(Kind.CONFIG_MAPS, "shop"));
        try (Feed<ConfigMap> two = get(served.cluster().feed(Kind.CONFIG_MAPS, "shop"))) {
            assertThat(served.server().requests().total())
                    .as("a list and a watch")
                    .isEqualTo(2);
            CompletableFuture<?> waiting = one.until(objects -> Optional.empty(), SOON, "nothing");
            one.close();
            assertThat(reason(waiting)).isEqualTo(Reason.CANCELLED);
            assertThat(two.objects()).isNotNull();
            assertThatThrownBy(() -> get(two.until(
                            objects -> {
                                throw new IllegalStateException("no good");
                            },
                            SOON,
                            "an error")))
                    .hasRootCauseMessage("no good");
        }
    }

    /** Whoever looked only at what the cut watch knew took what had been made since for something that does not exist. */
    @Test
    void whoBeginsToLookWhileTheWatchIsCutSeesWhatThereIs() throws Exception {
        CompletableFuture<Void> reconnecting = new CompletableFuture<>();
        Feed<ConfigMap> early = get(served.cluster().feed(Kind.CONFIG_MAPS, "shop"));
        try (early) {
            served.server().injectFaults(request -> {
                boolean first = "watch".equals(request.verb()) && reconnecting.complete(null);
                return first ? Fault.stall(new CompletableFuture<>(), SOON) : Fault.none();
            });
            served.server().cutConnections();
            get(reconnecting);
            createThroughCuts("late");

            try (Feed<ConfigMap> late = get(served.cluster().feed(Kind.CONFIG_MAPS, "shop"))) {
                assertThat(late.objects()).containsKey("late");
            }
        }
    }

    @Test
    void replayedEventsAreNotSeenAgain() throws Exception {
        served.server()
                .injectFaults(request -> "watch".equals(request.verb()) ? new Fault.ReplayWatch() : Fault.none());
        try (Feed<ConfigMap> feed = get(served.cluster().feed(Kind.CONFIG_MAPS, "shop"))) {
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            CompletableFuture<Integer> done = feed.until(
                    objects -> {
                        String now = objects.values().stream()
                                .map(map -> map.getData().get("value"))
                                .findFirst()
                                .orElse("");
                        seen.add(now);
                        return now.equals("c") ? Optional.of(1) : Optional.empty();
                    },
                    SOON,
                    "value c");
            get(served.cluster().create(Kind.CONFIG_MAPS, map("one", "a")));
            for (String value : List.of("b", "c")) {
                ObjectNode patch = JsonNodeFactory.instance.objectNode();
                patch.putObject("data").put("value", value);
                get(served.cluster().patch(Kind.CONFIG_MAPS, "shop", "one", patch));
            }
            get(done);
            assertThat(seen).containsExactly("", "a", "b", "c");
        }
    }
}
