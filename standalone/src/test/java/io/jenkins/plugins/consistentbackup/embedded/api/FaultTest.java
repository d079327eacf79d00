package io.jenkins.plugins.consistentbackup.embedded.api;

import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.NAMESPACE;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.RateLimit;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every kind of fault hits the request it is meant for, and requests are counted. */
class FaultTest {

    private static final String PATH = "/api/v1/namespaces/shop/configmaps";

    @RegisterExtension
    final ServedStore cluster = ServedStore.plain();

    private HttpResponse<String> create(String name) throws IOException, InterruptedException {
        return cluster.raw("POST", PATH, "application/json", "{\"metadata\":{\"name\":\"" + name + "\"}}");
    }

    private boolean isThere(String name) {
        return cluster.store().find(ResourceType.CONFIG_MAP, NAMESPACE, name).isPresent();
    }

    private void failCreationsOnce(Fault fault) {
        cluster.server().injectFaults(FaultPlan.times(1, request -> request.is("create", "configmaps"), fault));
    }

    @Test
    void answersInPlaceOfTheEffect() throws Exception {
        failCreationsOnce(Fault.tooManyRequests(3));
        HttpResponse<String> refused = create("c");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("3");
        assertThat(isThere("c")).isFalse();
        assertThat(create("c").statusCode()).isEqualTo(201);
    }

    @Test
    void cutsBeforeTheEffect() {
        failCreationsOnce(Fault.cutBefore());
        assertThatThrownBy(() -> create("c")).isInstanceOf(IOException.class);
        assertThat(isThere("c")).isFalse();
    }

    @Test
    void cutsAfterTheEffect() {
        failCreationsOnce(Fault.cutAfter());
        assertThatThrownBy(() -> create("c")).isInstanceOf(IOException.class);
        assertThat(isThere("c")).isTrue();
    }

    @Test
    void stallsUntilTold() throws Exception {
        CompletableFuture<Void> go = new CompletableFuture<>();
        failCreationsOnce(Fault.stall(go, Duration.ofMinutes(1)));
        CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return create("c").statusCode();
            } catch (IOException | InterruptedException e) {
                return -1;
            }
        });
        await().until(() -> cluster.server().requests().total() == 1);
        assertThat(isThere("c")).isFalse();
        assertThat(answer).isNotDone();
        go.complete(null);
        assertThat(answer).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(201);
    }

    @Test
    void stallsNoLongerThanItsLimit() throws Exception {
        failCreationsOnce(Fault.stall(new CompletableFuture<>(), Duration.ofMillis(20)));
        assertThat(create("c").statusCode()).isEqualTo(201);
    }

    @Test
    void replaysAndDropsWatches() throws Exception {
        cluster.admin().configMaps().resource(configMap("c", "k", "v")).create();
        cluster.server()
                .injectFaults(request -> request.verb().equals("watch") ? new Fault.ReplayWatch() : Fault.none());
        String events = cluster.raw("GET", PATH + "?watch=true&timeoutSeconds=1", null, null)
                .body();
        assertThat(events.lines().filter(line -> line.contains("\"ADDED\""))).hasSize(2);
        cluster.server()
                .injectFaults(request -> request.verb().equals("watch") ? new Fault.DropWatch(1) : Fault.none());
        assertThatThrownBy(() -> cluster.raw("GET", PATH + "?watch=true&timeoutSeconds=60", null, null))
                .isInstanceOf(IOException.class);
    }

    @Test
    void tellsAStaleWatchEverythingAgain() throws Exception {
        cluster.server()
                .injectFaults(request -> request.verb().equals("watch") ? new Fault.StaleWatch() : Fault.none());
        create("a");
        create("b");
        String events = cluster.raw("GET", PATH + "?watch=true&timeoutSeconds=1", null, null)
                .body();
        assertThat(events.lines().map(line -> line.contains("\"name\":\"a\"") ? "a" : "b"))
                .containsExactly("a", "a", "b");
    }

    @Test
    void countsRequestsByVerbAndResource() throws Exception {
        create("a");
        create("b");
        cluster.raw("GET", PATH, null, null);
        assertThat(cluster.server().requests().counts())
                .isEqualTo(Map.of("create configmaps", 2L, "list configmaps", 1L));
        cluster.server().requests().reset();
        assertThat(cluster.server().requests().total()).isZero();
    }

    @Test
    void numbersFaultsByRequest() throws Exception {
        cluster.server().injectFaults(FaultPlan.atRequest(2, Fault.unavailable()));
        assertThat(create("a").statusCode()).isEqualTo(201);
        assertThat(create("b").statusCode()).isEqualTo(503);
        assertThat(create("b").statusCode()).isEqualTo(201);
    }

    @Test
    void limitsTheRate() throws Exception {
        cluster.server().injectFaults(new RateLimit(0.001, 2));
        assertThat(create("a").statusCode()).isEqualTo(201);
        assertThat(create("b").statusCode()).isEqualTo(201);
        assertThat(create("c").statusCode()).isEqualTo(429);
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        create("a");
        cluster.close();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(name -> name.startsWith("vert.x-") || name.startsWith("embedded-cluster-")));
    }
}
