package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.backup.BackupRights;
import io.jenkins.plugins.consistentbackup.backup.Backups;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterConnection;
import io.jenkins.plugins.consistentbackup.cluster.KubeconfigReader;
import io.jenkins.plugins.consistentbackup.cluster.RoleText;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.access.User;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.quiesce.ScriptRunner;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.snapshot.AtomicDrivers;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** The cluster in which all runs of a sweep go on, and the engine as each of them uses it. */
final class SweepCluster implements AutoCloseable {
    /** Of every single request: a stalled one must not cost a run a quarter of a minute. */
    static final Duration REQUEST_DEADLINE = Duration.ofSeconds(3);

    /** Of a request that nothing is to happen to: a busy machine's first one may take long. */
    static final Duration PATIENT_DEADLINE = Duration.ofSeconds(60);

    private final EmbeddedCluster embedded = EmbeddedCluster.start();
    private final UserFaults faults = new UserFaults();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
    private final TemplateLibrary library = TemplateLibrary.builtIn()
            .with(TemplateOrigin.LIBRARY, "rows-session.yaml", resource("rows-session.yaml"))
            .with(TemplateOrigin.LIBRARY, "rows-state.yaml", resource("rows-state.yaml"))
            .with(TemplateOrigin.LIBRARY, "rows-log.yaml", resource("rows-log.yaml"));
    private final AtomicInteger runs = new AtomicInteger();
    private final Cluster undisturbed;

    SweepCluster() {
        embedded.faults(faults);
        undisturbed = connect("preparer", PATIENT_DEADLINE);
    }

    EmbeddedCluster embedded() {
        return embedded;
    }

    UserFaults faults() {
        return faults;
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    /** A name for a run's namespace that was not used before. */
    String nextNamespace() {
        return "run-" + runs.incrementAndGet();
    }

    /** A connection whose requests meet no fault, shared by all runs. */
    Cluster undisturbed() {
        return undisturbed;
    }

    /** A connection as an administrator of this name, with threads of its own. */
    Cluster connect(final String user, final Duration deadline) {
        return open(User.named(user, User.MASTERS), deadline);
    }

    /** A connection as somebody who may do what a backup in one namespace needs, and nothing else. */
    Cluster connectWithin(final String namespace, final String user, final Duration deadline) {
        embedded.applyYaml(
                RoleText.of(user, namespace, BackupRights.inNamespace(namespace)) + """
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: %1$s, namespace: %2$s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %1$s}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %1$s}]
            """.formatted(user, namespace));
        return open(User.named(user), deadline);
    }

    private Cluster open(final User user, final Duration deadline) {
        String kubeconfig = embedded.kubeconfigFor(user, "default");
        return ClusterConnection.open(KubeconfigReader.ofForeignText().read(kubeconfig, null), deadline);
    }

    Backups backups(final Cluster cluster) {
        return Backups.of(cluster, library, new AtomicDrivers(Set.of(Storage.ATOMIC)), Clock.systemUTC(), scheduler);
    }

    Restorer restorer(final Cluster cluster) {
        return new Restorer(
                cluster, new ScriptRunner(cluster.exec(), scheduler), library, Clock.systemUTC(), scheduler);
    }

    private static String resource(final String name) {
        try (InputStream stream = SweepCluster.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        undisturbed.close();
        embedded.close();
    }
}
