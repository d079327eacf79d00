package io.jenkins.plugins.consistentbackup.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.consistentbackup.embedded.api.ApiServer;
import io.jenkins.plugins.consistentbackup.embedded.api.ApiServerOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.jenkins.plugins.consistentbackup.embedded.api.store.StoreOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.ExecProcess;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The embedded API server without controllers, with the namespace shop, and a connection to it: new for each test. */
final class ServedCluster implements BeforeEachCallback, AfterEachCallback {
    static final String NAMESPACE = "shop";

    private final Clock clock;
    private ObjectStore store;
    private ApiServer server;
    private Cluster cluster;

    ServedCluster() {
        this(Clock.systemUTC());
    }

    /** @param clock the API server's */
    ServedCluster(final Clock clock) {
        this.clock = clock;
    }

    @Override
    public void beforeEach(final ExtensionContext test) throws Exception {
        store = new ObjectStore(StoreOptions.DEFAULTS.withClock(clock));
        store.createNamespace(NAMESPACE);
        server = ApiServer.start(
                store,
                ApiServerOptions.DEFAULTS
                        .withExec((pod, container, command) -> ExecProcess.of(new ProcessBuilder(command).start()))
                        .withBookmarkInterval(Duration.ofMillis(200)));
        cluster = connect(server.tokens().admin());
    }

    @Override
    public void afterEach(final ExtensionContext test) {
        cluster.close();
        server.close();
        store.close();
    }

    ObjectStore store() {
        return store;
    }

    ApiServer server() {
        return server;
    }

    /** As an administrator. */
    Cluster cluster() {
        return cluster;
    }

    Cluster connect(final String token) {
        return connect(token, Duration.ofSeconds(15));
    }

    /** @param deadline of each request */
    Cluster connect(final String token, final Duration deadline) {
        return ClusterConnection.open(
                KubeconfigReader.ofForeignText().read(server.kubeconfig(token, NAMESPACE), null), deadline);
    }

    static ConfigMap map(final String name, final String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .endMetadata()
                .addToData("value", value)
                .build();
    }

    static <T> T get(final CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    /** Why it failed, or null if it did not. */
    static ClusterException.Reason reason(final CompletableFuture<?> future) throws Exception {
        try {
            get(future);
        } catch (ExecutionException e) {
            return ((ClusterException) Futures.cause(e.getCause())).reason();
        }
        return null;
    }
}
