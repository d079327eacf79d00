package io.jenkins.plugins.consistentbackup.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecEnd;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecListener;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecSession;
import io.jenkins.plugins.consistentbackup.embedded.api.ApiServer;
import io.jenkins.plugins.consistentbackup.embedded.api.ApiServerOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.access.User;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.ExecProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Access to a cluster against the embedded API server, whose own conformance suite says how far it is like a real one. */
class FabricClusterTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private ObjectStore store;
    private ApiServer server;
    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        store = new ObjectStore();
        store.createNamespace("shop");
        server = ApiServer.start(
                store,
                ApiServerOptions.DEFAULTS
                        .withExec((pod, container, command) -> ExecProcess.of(new ProcessBuilder(command).start()))
                        .withBookmarkInterval(Duration.ofMillis(200)));
        cluster = connect(server.tokens().admin());
    }

    private Cluster connect(final String token) {
        return connect(token, Duration.ofSeconds(15));
    }

    private Cluster connect(final String token, final Duration deadline) {
        return ClusterConnection.open(
                KubeconfigReader.ofForeignText().read(server.kubeconfig(token, "shop"), null), deadline);
    }

    @AfterEach
    void stop() {
        cluster.close();
        server.close();
        store.close();
    }

    private static ConfigMap map(final String name, final String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .endMetadata()
                .addToData("value", value)
                .build();
    }

    private static <T> T get(final CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static Reason reason(final CompletableFuture<?> future) throws Exception {
        try {
            get(future);
        } catch (ExecutionException e) {
            return ((ClusterException) Futures.cause(e.getCause())).reason();
        }
        return null;
    }

    @Test
    void whatIsOpenWhenTheConnectionIsClosedFailsAsCancelled() throws Exception {
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        try {
            Feed<ConfigMap> feed = get(cluster.feed(Kind.CONFIG_MAPS, "shop"));
            CompletableFuture<?> waiting =
                    feed.until(seen -> Optional.empty(), Duration.ofMinutes(5), "something that never comes");
            server.close(); // From here on reads are tried again, and the watch too.
            CompletableFuture<?> retrying = cluster.list(Kind.PODS, "shop", Map.of());

            cluster.close();

            assertThat(reason(waiting)).isEqualTo(Reason.CANCELLED);
            assertThat(reason(retrying)).isEqualTo(Reason.CANCELLED);
            assertThat(reason(cluster.list(Kind.PODS, "shop", Map.of()))).isEqualTo(Reason.CANCELLED);
            assertThat(reason(cluster.create(Kind.CONFIG_MAPS, map("late", "a"))))
                    .isEqualTo(Reason.CANCELLED);
            assertThat(uncaught).isEmpty();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void objectsAreCreatedReadChangedAndDeleted() throws Exception {
        ConfigMap created = get(cluster.create(Kind.CONFIG_MAPS, map("one", "a")));
        assertThat(reason(cluster.create(Kind.CONFIG_MAPS, map("one", "b")))).isEqualTo(Reason.ALREADY_EXISTS);

        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("data").put("value", "c");
        ConfigMap changed = get(cluster.patch(Kind.CONFIG_MAPS, "shop", "one", patch));
        assertThat(changed.getData()).containsEntry("value", "c");
        assertThat(reason(cluster.replace(Kind.CONFIG_MAPS, created)))
                .as("it was changed meanwhile")
                .isEqualTo(Reason.CONFLICT);
        changed.getData().put("value", "d");
        get(cluster.replace(Kind.CONFIG_MAPS, changed));
        assertThat(get(cluster.get(Kind.CONFIG_MAPS, "shop", "one")))
                .map(ConfigMap::getData)
                .get()
                .isEqualTo(Map.of("value", "d"));

        assertThat(reason(cluster.delete(Kind.CONFIG_MAPS, "shop", "one", "another uid")))
                .isEqualTo(Reason.CONFLICT);
        assertThat(get(cluster.delete(
                        Kind.CONFIG_MAPS, "shop", "one", created.getMetadata().getUid())))
                .isTrue();
        assertThat(get(cluster.delete(Kind.CONFIG_MAPS, "shop", "one", null))).isFalse();
        assertThat(get(cluster.get(Kind.CONFIG_MAPS, "shop", "one"))).isEmpty();
        assertThat(reason(cluster.create(Kind.CONFIG_MAPS, map("Not A Name", ""))))
                .isEqualTo(Reason.INVALID);
    }

    @Test
    void listOfManyComesInPagesAndByLabel() throws Exception {
        for (int i = 0; i < 1100; i++) {
            ConfigMap map = map("m" + i, "");
            map.getMetadata().setLabels(Map.of("odd", i % 2 == 1 ? "yes" : "no"));
            get(cluster.create(Kind.CONFIG_MAPS, map));
        }
        server.requests().reset();

        assertThat(get(cluster.list(Kind.CONFIG_MAPS, "shop", Map.of()))).hasSize(1100);
        assertThat(server.requests().total()).isEqualTo(3);
        assertThat(get(cluster.list(Kind.CONFIG_MAPS, "shop", Map.of("odd", "yes"))))
                .hasSize(550);
    }

    @Test
    void readsAreTriedAgainAndWritesAreNot() throws Exception {
        get(cluster.create(Kind.CONFIG_MAPS, map("one", "a")));
        for (Fault fault :
                List.of(Fault.unavailable(), Fault.tooManyRequests(1), Fault.cutBefore(), Fault.cutAfter())) {
            server.injectFaults(FaultPlan.times(1, request -> true, fault));
            assertThat(get(cluster.get(Kind.CONFIG_MAPS, "shop", "one")))
                    .as(fault.toString())
                    .isPresent();
        }
        for (Fault fault : List.of(Fault.unavailable(), Fault.tooManyRequests(1), Fault.cutBefore())) {
            server.injectFaults(FaultPlan.times(1, request -> true, fault));
            server.requests().reset();
            assertThat(reason(cluster.create(Kind.CONFIG_MAPS, map("two", "b"))))
                    .isNotNull();
            assertThat(server.requests().total()).as(fault.toString()).isEqualTo(1);
        }
        server.injectFaults(FaultPlan.NONE);
        assertThat(get(cluster.get(Kind.CONFIG_MAPS, "shop", "two"))).isEmpty();
    }

    @Test
    void silentServerIsGivenUp() throws Exception {
        server.injectFaults(request -> Fault.stall(new CompletableFuture<>(), Duration.ofSeconds(60)));

        try (Cluster hasty = connect(server.tokens().admin(), Duration.ofSeconds(1))) {
            assertThat(reason(hasty.create(Kind.CONFIG_MAPS, map("one", "a")))).isEqualTo(Reason.TIMEOUT);
        }
    }

    @Test
    void forbiddenNamesVerbAndResource() throws Exception {
        try (Cluster nobody = connect(server.tokens().issue(User.serviceAccount("shop", "nobody")))) {
            assertThatThrownBy(() -> get(nobody.list(Kind.CLAIMS, "shop", Map.of())))
                    .hasRootCauseInstanceOf(ClusterException.class)
                    .hasMessageContaining("HTTP 403")
                    .hasMessageContaining("list persistentvolumeclaims in namespace shop");
            List<Right> rights =
                    List.of(new Right("create", "", "pods/exec", "shop"), new Right("get", "", "pods", ""));
            assertThat(get(nobody.missing(rights))).isEqualTo(rights);
            assertThat(reason(nobody.feed(Kind.PODS, "shop"))).isEqualTo(Reason.FORBIDDEN);
        }
        assertThat(get(cluster.missing(List.of(new Right("create", "", "pods/exec", "shop")))))
                .isEmpty();
        try (Cluster stranger = connect("no such token")) {
            assertThat(reason(stranger.get(Kind.PODS, "shop", "x"))).isEqualTo(Reason.UNAUTHORIZED);
        }
    }

    @Test
    void servedVersionsAreFoundNewestFirst() throws Exception {
        assertThat(get(cluster.servedVersions("snapshot.storage.k8s.io", "volumesnapshots")))
                .containsExactly("v1");
        assertThat(get(cluster.servedVersions("no.such.group", "things"))).isEmpty();
        assertThat(get(cluster.servedVersions("", "pods"))).containsExactly("v1");
    }

    @Test
    void feedSeesChangesAndGoesOnAfterLostConnections() throws Exception {
        get(cluster.create(Kind.CONFIG_MAPS, map("one", "a")));
        try (Feed<ConfigMap> feed = get(cluster.feed(Kind.CONFIG_MAPS, "shop"));
                Feed<ConfigMap> same = get(cluster.feed(Kind.CONFIG_MAPS, "shop"))) {
            assertThat(feed.objects()).containsKey("one");
            for (int round = 0; round < 4; round++) {
                String name = "new-" + round;
                CompletableFuture<String> seen = feed.until(
                        objects -> Optional.ofNullable(objects.get(name)).map(map -> name), SOON, name);
                if (round == 1) {
                    server.cutConnections();
                } else if (round == 2) {
                    server.cutConnections();
                    store.compact(); // The watch's resourceVersion is too old now: 410.
                }
                createThroughCuts(name);
                assertThat(get(seen)).isEqualTo(name);
            }
            get(cluster.delete(Kind.CONFIG_MAPS, "shop", "one", null));
            get(same.until(objects -> objects.containsKey("one") ? Optional.empty() : Optional.of(1), SOON, "end"));
            assertThat(reason(feed.until(objects -> Optional.empty(), Duration.ofMillis(50), "godot")))
                    .isEqualTo(Reason.TIMEOUT);
        }
    }

    /** A write is not tried again by itself; after a cut its caller does that here. */
    private void createThroughCuts(final String name) throws Exception {
        Reason reason = Reason.LOST;
        for (int tries = 0; reason == Reason.LOST && tries < 5; tries++) {
            reason = reason(cluster.create(Kind.CONFIG_MAPS, map(name, "")));
        }
        assertThat(reason).isIn(null, Reason.ALREADY_EXISTS);
    }

    @Test
    void feedsShareOneWatchAndWaitsOfAClosedOneEnd() throws Exception {
        server.requests().reset();
        Feed<ConfigMap> one = get(cluster.feed(Kind.CONFIG_MAPS, "shop"));
        try (Feed<ConfigMap> two = get(cluster.feed(Kind.CONFIG_MAPS, "shop"))) {
            assertThat(server.requests().total()).as("a list and a watch").isEqualTo(2);
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

    @Test
    void replayedEventsAreNotSeenAgain() throws Exception {
        server.injectFaults(request -> "watch".equals(request.verb()) ? new Fault.ReplayWatch() : Fault.none());
        try (Feed<ConfigMap> feed = get(cluster.feed(Kind.CONFIG_MAPS, "shop"))) {
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
            get(cluster.create(Kind.CONFIG_MAPS, map("one", "a")));
            for (String value : List.of("b", "c")) {
                ObjectNode patch = JsonNodeFactory.instance.objectNode();
                patch.putObject("data").put("value", value);
                get(cluster.patch(Kind.CONFIG_MAPS, "shop", "one", patch));
            }
            get(done);
            assertThat(seen).containsExactly("", "a", "b", "c");
        }
    }

    private ContainerRef pod() throws Exception {
        String uid = get(cluster.create(
                        Kind.PODS,
                        new PodBuilder()
                                .withNewMetadata()
                                .withNamespace("shop")
                                .withName("db-0")
                                .endMetadata()
                                .withNewSpec()
                                .withNodeName("node-1")
                                .addNewContainer()
                                .withName("db")
                                .withImage("postgres")
                                .endContainer()
                                .endSpec()
                                .build()))
                .getMetadata()
                .getUid();
        store.edit(store.types().find("", "v1", "pods").orElseThrow(), "shop", "db-0", pod -> {
            pod.withObject("/status").put("phase", "Running");
            return pod;
        });
        return new ContainerRef("shop", "db-0", uid, "db");
    }

    @Test
    void programsReadWriteAndEndWithAStatus() throws Exception {
        ContainerRef pod = pod();
        Heard heard = new Heard();
        try (ExecSession session = get(cluster.exec()
                .open(pod, List.of("sh", "-c", "read -r line; echo \"got $line\"; echo oops >&2; exit 7"), heard))) {
            session.send("a line with ünïcode\n");
            assertThat(List.of(heard.next(), heard.next())).contains("out got a line with ünïcode", "err oops");
            assertThat(heard.next()).isEqualTo("exit status 7");
        }
    }

    @Test
    void floodOfOutputIsCutIntoLines() throws Exception {
        ContainerRef pod = pod();
        Heard heard = new Heard();
        get(cluster.exec()
                .open(pod, List.of("sh", "-c", "head -c 20000000 /dev/zero | tr '\\0' x; echo; echo end"), heard));

        assertThat(heard.end.get(60, TimeUnit.SECONDS).succeeded()).isTrue();
        assertThat(heard.longest).isEqualTo(LineSplitter.LONGEST);
        assertThat(heard.characters).isEqualTo(20_000_003);
    }

    @Test
    void lostConnectionIsNoSuccess() throws Exception {
        ContainerRef pod = pod();
        Heard heard = new Heard();
        get(cluster.exec().open(pod, List.of("sh", "-c", "echo up; cat"), heard));
        assertThat(heard.next()).isEqualTo("out up");

        server.cutConnections();

        ExecEnd end = heard.end.get(10, TimeUnit.SECONDS);
        assertThat(end.exitCode()).isNull();
        assertThat(end.succeeded()).isFalse();
    }

    @Test
    void programThatIsNotThereAndPodThatWasReplacedAreTold() throws Exception {
        ContainerRef pod = pod();
        Heard heard = new Heard();
        CompletableFuture<ExecSession> missing = cluster.exec().open(pod, List.of("no-such-program"), heard);
        if (reason(missing) == null) {
            assertThat(heard.end.get(10, TimeUnit.SECONDS).succeeded()).isFalse();
        }
        ContainerRef earlier = new ContainerRef("shop", "db-0", "uid of yesterday", "db");
        assertThat(reason(cluster.exec().open(earlier, List.of("cat"), new Heard())))
                .isEqualTo(Reason.NOT_FOUND);
        ContainerRef gone = new ContainerRef("shop", "db-9", "", "db");
        assertThat(reason(cluster.exec().open(gone, List.of("cat"), new Heard())))
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void connectingToAProgramIsTriedAgain() throws Exception {
        ContainerRef pod = pod();
        server.injectFaults(FaultPlan.times(2, request -> request.subresource().equals("exec"), Fault.internalError()));
        Heard heard = new Heard();

        get(cluster.exec().open(pod, List.of("echo", "up"), heard));

        assertThat(heard.next()).isEqualTo("out up");
    }

    /** What a program said. */
    private static final class Heard implements ExecListener {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final CompletableFuture<ExecEnd> end = new CompletableFuture<>();
        private int longest;
        private long characters;

        String next() throws InterruptedException {
            return lines.poll(10, TimeUnit.SECONDS);
        }

        @Override
        public void output(final String line) {
            longest = Math.max(longest, line.length());
            characters += line.length();
            if (line.length() < 1000) {
                lines.add("out " + line);
            }
        }

        @Override
        public void error(final String line) {
            lines.add("err " + line);
        }

        @Override
        public void ended(final ExecEnd how) {
            lines.add(how.toString());
            end.complete(how);
        }
    }
}
