package io.jenkins.plugins.consistentbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterConnection;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.KubeconfigReader;
import io.jenkins.plugins.consistentbackup.demo.load.MariaDbShop;
import io.jenkins.plugins.consistentbackup.demo.load.PostgresShop;
import io.jenkins.plugins.consistentbackup.demo.load.ShopDatabase;
import io.jenkins.plugins.consistentbackup.embedded.ClusterOptions;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.StatefulSetManifest;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerQuiescer;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import io.jenkins.plugins.consistentbackup.quiesce.ScriptRunner;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.snapshot.AtomicDrivers;
import io.jenkins.plugins.consistentbackup.snapshot.ClaimLabels;
import io.jenkins.plugins.consistentbackup.snapshot.CsiSnapshots;
import io.jenkins.plugins.consistentbackup.snapshot.SnapshotClasses;
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
    private static final Duration SCRIPT_LIMIT = Duration.ofSeconds(60);
    private static final long START_SECONDS = 120;
    private static final String POSTGRES_PASSWORD = "p'w d";
    private static final String POSTGRES_WRITE =
            "psql -U postgres -XAtq -c 'create table if not exists t (i int); insert into t values (1)'";
    private static final String MARIADB_WRITE =
            "MYSQL_PWD=\"$MARIADB_ROOT_PASSWORD\" mariadb -uroot -e 'create table if not exists shop.t (i int); insert"
                    + " into shop.t values (1)'";
    private static final String MARIADB_PASSWORD = "it's \"s3cret\" $x";

    private final EmbeddedCluster embedded;
    private final TemplateLibrary library;
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
    private final List<Cluster> connections = new ArrayList<>();
    private final Cluster admin;

    public ShopCluster() {
        this(ClusterOptions.defaults(), TemplateLibrary.builtIn());
    }

    /** @param library the templates that the engine chooses from */
    public ShopCluster(final ClusterOptions options, final TemplateLibrary library) {
        embedded = EmbeddedCluster.start(options);
        this.library = library;
        admin = connect(embedded.kubeconfig());
    }

    public EmbeddedCluster embedded() {
        return embedded;
    }

    /** Everything with an administrator's rights. */
    public Backups backups() {
        return backups(admin);
    }

    /** The engine on a connection of its own. */
    public Backups backups(final Cluster cluster) {
        return backups(cluster, Clock.systemUTC());
    }

    /** The engine on a machine whose clock says this. */
    Backups backups(final Cluster cluster, final Clock clock) {
        return Backups.of(cluster, library, new AtomicDrivers(Set.of(Storage.ATOMIC)), clock, scheduler);
    }

    /** With an administrator's rights, and sets that are removed as this catalog does it. */
    Backups backups(final Catalog catalog) {
        return new Backups(new BackupParts(
                admin,
                new ContainerQuiescer(admin.exec(), scheduler),
                new ScriptRunner(admin.exec(), scheduler),
                new CsiSnapshots(admin, Clock.systemUTC(), scheduler),
                new SnapshotClasses(admin, new AtomicDrivers(Set.of(Storage.ATOMIC))),
                new ClaimLabels(admin),
                catalog,
                library,
                Clock.systemUTC(),
                scheduler));
    }

    /** Puts sets back, on a connection of its own. */
    public Restorer restorer(final Cluster cluster) {
        return restorer(cluster, Clock.systemUTC());
    }

    /** The same on a machine whose clock says this. */
    Restorer restorer(final Cluster cluster, final Clock clock) {
        return new Restorer(cluster, new ScriptRunner(cluster.exec(), scheduler), library, clock, scheduler);
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

    /** The PostgreSQL {@code pg}, with its log on a volume of its own, and the MariaDB {@code maria}. */
    public void databases(final String namespace) throws Exception {
        postgresWithWal(namespace, "pg");
        mariadb(namespace, "maria");
    }

    /** A PostgreSQL with all its files on one volume, ready when this returns. */
    public void postgres(final String namespace, final String name) throws Exception {
        start(namespace, name, postgres(name));
    }

    /** A PostgreSQL with its log on a volume of its own. */
    private void postgresWithWal(final String namespace, final String name) throws Exception {
        start(
                namespace,
                name,
                postgres(name).variable("POSTGRES_INITDB_WALDIR", "/wal/18").volume("wal", "/wal"));
    }

    private static StatefulSetManifest postgres(final String name) {
        return StatefulSetManifest.of(name, "postgres:18")
                .variable("POSTGRES_PASSWORD", POSTGRES_PASSWORD)
                .variable("POSTGRES_DB", "shop")
                .readyWhen("psql", "-U", "postgres", "-c", "select 1", "shop")
                .volume("data", "/var/lib/postgresql");
    }

    public void mariadb(final String namespace, final String name) throws Exception {
        start(
                namespace,
                name,
                StatefulSetManifest.of(name, "mariadb:11.4")
                        .variable("MARIADB_ROOT_PASSWORD", MARIADB_PASSWORD)
                        .variable("MARIADB_DATABASE", "shop")
                        .readyWhen("sh", "-c", "MYSQL_PWD=\"$MARIADB_ROOT_PASSWORD\" mariadb -uroot -e 'select 1'")
                        .volume("data", "/var/lib/mysql"));
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
        start(namespace, name, files(name).volume("data", "/data"));
    }

    /** The same with two directories on volumes of their own. */
    public void filesOnTwoVolumes(final String namespace, final String name) throws Exception {
        start(namespace, name, files(name).volume("left", "/left").volume("right", "/right"));
    }

    private static StatefulSetManifest files(final String name) {
        return StatefulSetManifest.of(name, "debian:12")
                .command("sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1 & wait; done");
    }

    /** The same on a volume whose driver copies file by file. */
    public void filesOnTornVolume(final String namespace, final String name) throws Exception {
        claim(namespace, "data-" + name + "-0", EmbeddedCluster.TORN_CLASS);
        files(namespace, name); // Takes the claim that is there already.
    }

    /** A claim, and a Deployment of one pod that keeps files in it. */
    public void deployedFiles(final String namespace, final String name, final String storageClass) throws Exception {
        claim(namespace, name, storageClass);
        deployment(namespace, name, name);
    }

    /** A Deployment of one pod with an existing claim at {@code /data}; ready when this returns. */
    public void deployment(final String namespace, final String name, final String claim) throws Exception {
        embedded.applyYaml(FilesManifests.deployment(namespace, name, claim));
        embedded.when(
                        ResourceType.DEPLOYMENT,
                        namespace,
                        name,
                        found -> found.at("/status/readyReplicas").asInt() == 1)
                .get(START_SECONDS, TimeUnit.SECONDS);
    }

    private void claim(final String namespace, final String name, final String storageClass) {
        embedded.applyYaml(FilesManifests.claim(namespace, name, storageClass));
    }

    /** Applies a workload of this name and waits for its first pod. */
    public void start(final String namespace, final String name, final StatefulSetManifest manifest) throws Exception {
        embedded.applyYaml(manifest.text(namespace));
        awaitRunning(namespace, name + "-0");
    }

    /** Waits until a pod is ready. */
    public ShopCluster awaitRunning(final String namespace, final String pod) throws Exception {
        embedded.readyPod(namespace, pod).get(START_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    /** Runs a script in a container, as somebody with nothing to do with the engine would. */
    public ContainerScripts.Output run(final String namespace, final String pod, final String script) throws Exception {
        String uid = await(admin.get(Kind.PODS, namespace, pod))
                .orElseThrow()
                .getMetadata()
                .getUid();
        return new ScriptRunner(admin.exec(), scheduler)
                .run(new ContainerRef(namespace, pod, uid, "main"), script, Map.of(), SCRIPT_LIMIT)
                .get(2 * SCRIPT_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** That the {@link #databases} of a namespace take writes, and no slot is left. */
    public void assertTakesWrites(final String namespace) throws Exception {
        assertThat(run(namespace, "maria-0", MARIADB_WRITE).exitCode()).isZero();
        assertThat(run(namespace, "pg-0", POSTGRES_WRITE).exitCode()).isZero();
        assertThat(run(namespace, "pg-0", "psql -U postgres -XAtqc 'select count(*) from pg_replication_slots'")
                        .lines())
                .containsExactly("0");
    }

    /** What a good set of a namespace consists of. */
    Manifest committed(final String namespace, final String id) throws Exception {
        BackupSet set = await(catalog().find(namespace, SetId.of(id))).orElseThrow();
        assertThat(set.state()).as(set.reason()).isEqualTo(BackupSet.State.COMMITTED);
        return set.manifest().orElseThrow();
    }

    public List<VolumeSnapshot> snapshots(final String namespace) throws Exception {
        return await(admin.list(Kind.SNAPSHOTS, namespace, Map.of()));
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
