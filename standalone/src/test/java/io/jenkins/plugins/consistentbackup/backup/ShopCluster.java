package io.jenkins.plugins.consistentbackup.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterConnection;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.KubeconfigReader;
import io.jenkins.plugins.consistentbackup.demo.load.MariaDbShop;
import io.jenkins.plugins.consistentbackup.demo.load.PostgresShop;
import io.jenkins.plugins.consistentbackup.demo.load.ShopDatabase;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import io.jenkins.plugins.consistentbackup.quiesce.ScriptRunner;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.snapshot.AtomicDrivers;
import io.jenkins.plugins.consistentbackup.snapshot.CsiSnapshots;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An embedded cluster with real databases in namespaces, and the engine at work on it. */
public final class ShopCluster implements AutoCloseable {
    private static final long START_SECONDS = 120;
    private static final String POSTGRES_PASSWORD = "p'w d";
    private static final String MARIADB_PASSWORD = "it's \"s3cret\" $x";

    private final EmbeddedCluster embedded = EmbeddedCluster.start();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
    private final List<Cluster> connections = new ArrayList<>();
    private final Cluster admin = connect(embedded.kubeconfig());

    public EmbeddedCluster embedded() {
        return embedded;
    }

    /** Everything with an administrator's rights. */
    public Backups backups() {
        return backups(admin);
    }

    /** The engine on a connection of its own. */
    public Backups backups(final Cluster cluster) {
        return Backups.of(
                cluster,
                TemplateLibrary.builtIn(),
                new AtomicDrivers(Set.of(Storage.ATOMIC)),
                Clock.systemUTC(),
                scheduler);
    }

    /** Puts sets back, on a connection of its own. */
    public Restorer restorer(final Cluster cluster) {
        return new Restorer(
                cluster,
                new ScriptRunner(cluster.exec(), scheduler),
                TemplateLibrary.builtIn(),
                Clock.systemUTC(),
                scheduler);
    }

    /** With an administrator's rights. */
    public Cluster admin() {
        return admin;
    }

    public Cluster connect(final String kubeconfig) {
        Cluster cluster =
                ClusterConnection.open(KubeconfigReader.ofForeignText().read(kubeconfig, null));
        connections.add(cluster);
        return cluster;
    }

    public Catalog catalog() {
        return new Catalog(admin, new CsiSnapshots(admin, Clock.systemUTC(), scheduler));
    }

    public void namespace(final String name) {
        embedded.applyYaml("apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n".formatted(name));
    }

    /** A PostgreSQL with all its files on one volume, ready when this returns. */
    public void postgres(final String namespace, final String name) throws Exception {
        statefulSet(namespace, name, "postgres:18", POSTGRES_ENV, Map.of("data", "/var/lib/postgresql"));
    }

    /** A PostgreSQL with its log on a volume of its own. */
    public void postgresWithWal(final String namespace, final String name) throws Exception {
        statefulSet(
                namespace,
                name,
                "postgres:18",
                POSTGRES_ENV + "        - {name: POSTGRES_INITDB_WALDIR, value: /wal/18}\n",
                Map.of("data", "/var/lib/postgresql", "wal", "/wal"));
    }

    public void mariadb(final String namespace, final String name) throws Exception {
        statefulSet(
                namespace,
                name,
                "mariadb:11.4",
                "        - {name: MARIADB_ROOT_PASSWORD, value: '" + MARIADB_PASSWORD.replace("'", "''") + "'}\n"
                        + "        - {name: MARIADB_DATABASE, value: shop}\n",
                Map.of("data", "/var/lib/mysql"));
    }

    /** What is in a PostgreSQL that listens on a port. */
    public static ShopDatabase postgresShop(final int port) {
        return new PostgresShop(port, "shop", "postgres", POSTGRES_PASSWORD);
    }

    /** What is in a MariaDB that listens on a port. */
    public static ShopDatabase mariadbShop(final int port) {
        return new MariaDbShop(port, "shop", "root", MARIADB_PASSWORD);
    }

    /** A container that only keeps files. */
    public void files(final String namespace, final String name) throws Exception {
        statefulSet(namespace, name, "debian:12", "", Map.of("data", "/data"));
    }

    /** The same with two directories on volumes of their own. */
    public void filesOnTwoVolumes(final String namespace, final String name) throws Exception {
        statefulSet(namespace, name, "debian:12", "", Map.of("left", "/left", "right", "/right"));
    }

    /** The same on a volume whose driver copies file by file. */
    public void filesOnTornVolume(final String namespace, final String name) throws Exception {
        embedded.applyYaml("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data-%1$s-0, namespace: %2$s}
                spec:
                  storageClassName: %3$s
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 1Gi}}
                """.formatted(name, namespace, EmbeddedCluster.TORN_CLASS));
        files(namespace, name); // Takes the claim that is there already.
    }

    private static final String POSTGRES_ENV = "        - {name: POSTGRES_PASSWORD, value: \"" + POSTGRES_PASSWORD
            + "\"}\n" + "        - {name: POSTGRES_DB, value: shop}\n";

    private void statefulSet(
            final String namespace,
            final String name,
            final String image,
            final String env,
            final Map<String, String> volumes)
            throws Exception {
        StringBuilder mounts = new StringBuilder();
        StringBuilder claims = new StringBuilder();
        volumes.forEach((volume, path) -> {
            mounts.append("        - {name: %s, mountPath: %s}\n".formatted(volume, path));
            claims.append("""
                      - metadata: {name: %s}
                        spec:
                          accessModes: [ReadWriteOnce]
                          resources: {requests: {storage: 1Gi}}
                    """.formatted(volume));
        });
        String command = image.startsWith("debian")
                ? "        command: [sh, -c, \"trap 'exit 0' TERM; while :; do sleep 1 & wait; done\"]\n"
                : "";
        embedded.applyYaml("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: %1$s, namespace: %2$s}
                spec:
                  serviceName: %1$s
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      terminationGracePeriodSeconds: 5
                      containers:
                      - name: main
                        image: %3$s
                """.formatted(name, namespace, image)
                + command
                + readiness(image)
                + (env.isEmpty() ? "" : "        env:\n" + env)
                + "        volumeMounts:\n"
                + mounts
                + "  volumeClaimTemplates:\n"
                + claims);
        awaitRunning(namespace, name + "-0");
    }

    /** Waits until a pod is ready. */
    public ShopCluster awaitRunning(final String namespace, final String pod) throws Exception {
        embedded.when(ResourceType.POD, namespace, pod, ShopCluster::isReady).get(START_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    private static String readiness(final String image) {
        if (image.startsWith("postgres")) {
            return "        readinessProbe: {exec: {command: [psql, -U, postgres, -c, select 1, shop]},"
                    + " periodSeconds: 1, timeoutSeconds: 20, failureThreshold: 30}\n";
        }
        if (image.startsWith("mariadb")) {
            return """
                            readinessProbe:
                              exec:
                                command: [sh, -c, 'MYSQL_PWD="$MARIADB_ROOT_PASSWORD" mariadb -uroot -e "select 1"']
                              periodSeconds: 1
                              timeoutSeconds: 20
                              failureThreshold: 30
                    """;
        }
        return "";
    }

    private static boolean isReady(final ObjectNode pod) {
        for (var condition : pod.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    /** Runs a script in a container, as somebody with nothing to do with the engine would. */
    public ContainerScripts.Output run(final String namespace, final String pod, final String script) throws Exception {
        String uid = admin.get(Kind.PODS, namespace, pod)
                .get(10, TimeUnit.SECONDS)
                .orElseThrow()
                .getMetadata()
                .getUid();
        return new ScriptRunner(admin.exec(), scheduler)
                .run(new ContainerRef(namespace, pod, uid, "main"), script, Map.of(), Duration.ofSeconds(20))
                .get(30, TimeUnit.SECONDS);
    }

    public List<VolumeSnapshot> snapshots(final String namespace) throws Exception {
        return admin.list(Kind.SNAPSHOTS, namespace, Map.of()).get(10, TimeUnit.SECONDS);
    }

    public static <T> T await(final CompletableFuture<T> future) throws Exception {
        return future.get(120, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        connections.forEach(Cluster::close);
        scheduler.shutdownNow();
        embedded.close();
    }
}
