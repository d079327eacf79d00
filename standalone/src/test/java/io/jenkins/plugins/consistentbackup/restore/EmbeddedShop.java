package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.jenkins.plugins.consistentbackup.catalog.Artefact;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.catalog.HeldContainer;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.catalog.SavedVolume;
import io.jenkins.plugins.consistentbackup.catalog.SavedWorkload;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterConnection;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.cluster.Feed;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.KubeconfigReader;
import io.jenkins.plugins.consistentbackup.cluster.LimitedAccount;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import io.jenkins.plugins.consistentbackup.quiesce.ScriptRunner;
import io.jenkins.plugins.consistentbackup.template.HoldRecipe;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.HookTemplate.ByDriver;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A namespace of the embedded cluster with a StatefulSet whose pod keeps a word in a file, and backup sets of it. The
 * engine gets a ServiceAccount's rights, which are enforced, and nobody else's.
 */
final class EmbeddedShop implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PREPARE =
            "set -e; grep -q label \"$CAPTURED/backup_label\"; test ! -e /data/prepared; touch /data/prepared";
    private static final String CHECK = "cat /data/word";

    final String namespace;
    final Cluster admin;
    private final EmbeddedCluster embedded;
    private final ContainerScripts scripts;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "shop-scheduler");
        thread.setDaemon(true);
        return thread;
    });
    private int sets;

    EmbeddedShop(final EmbeddedCluster embedded, final String namespace) {
        this.embedded = embedded;
        this.namespace = namespace;
        admin = open(embedded.kubeconfig());
        scripts = new ScriptRunner(admin.exec(), scheduler);
        embedded.applyYaml("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + namespace + "}\n");
    }

    static Cluster open(final String kubeconfig) {
        return ClusterConnection.open(KubeconfigReader.ofForeignText().read(kubeconfig, null));
    }

    void createWorkload(final String storageClass) {
        embedded.applyYaml("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db, namespace: %s}
                spec:
                  replicas: 1
                  serviceName: db
                  selector: {matchLabels: {app: db}}
                  persistentVolumeClaimRetentionPolicy: {whenScaled: Delete, whenDeleted: Delete}
                  template:
                    metadata: {labels: {app: db}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                      - name: main
                        image: debian
                        command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 1 & wait; done"]
                        volumeMounts:
                        - {name: data, mountPath: /data}
                  volumeClaimTemplates:
                  - metadata: {name: data}
                    spec:
                      accessModes: [ReadWriteOnce]
                      storageClassName: %s
                      resources: {requests: {storage: 8Mi}}
                """.formatted(namespace, storageClass));
        awaitRunning();
    }

    /** A ServiceAccount with these rights and no others. */
    Cluster withRights(final String account, final List<Right> rights) {
        return open(new LimitedAccount(embedded, namespace, account)
                .withRights(rights)
                .kubeconfig());
    }

    Restorer restorer(final Cluster seen) {
        return new Restorer(seen, new ScriptRunner(seen.exec(), scheduler), templates(), Clock.systemUTC(), scheduler);
    }

    void write(final String word) {
        run("echo " + word + " > /data/word; sync");
    }

    /** The word in the file, and whether the file's volume was prepared. */
    String read() {
        return String.join(" ", run("cat /data/word; test ! -e /data/prepared || echo prepared"));
    }

    private List<String> run(final String script) {
        ContainerScripts.Output output =
                scripts.run(awaitRunning(), script, Map.of(), LIMIT).join();
        if (output.exitCode() != 0) {
            throw new IllegalStateException(script + ": " + output.errors());
        }
        return output.lines();
    }

    ContainerRef awaitRunning() {
        return await(
                Kind.PODS,
                pods -> Optional.ofNullable(pods.get("db-0"))
                        .filter(pod -> Pods.runs(pod, "main"))
                        .map(pod -> new ContainerRef(
                                namespace, "db-0", pod.getMetadata().getUid(), "main")));
    }

    <T extends HasMetadata, R> R await(final Kind<T> kind, final Function<Map<String, T>, Optional<R>> decide) {
        try (Feed<T> feed =
                admin.feed(kind, kind.namespaced() ? namespace : null).join()) {
            return feed.until(decide, LIMIT, "what a test waits for").join();
        }
    }

    /** Cuts a set as it is now; cold, because nobody writes. */
    SetId backUp() {
        SetId set = SetId.of(namespace + "-20260102-03040" + sets++ + "-x7k2");
        String name = set.snapshotName("data-db-0");
        admin.create(
                        Kind.SNAPSHOTS,
                        new VolumeSnapshotBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .withNamespace(namespace)
                                .addToLabels(Labels.ofSet(set))
                                .addToLabels(Labels.ROLE, Labels.ROLE_SNAPSHOT)
                                .endMetadata()
                                .withNewSpec()
                                .withVolumeSnapshotClassName(EmbeddedCluster.ATOMIC_CLASS)
                                .withNewSource()
                                .withPersistentVolumeClaimName("data-db-0")
                                .endSource()
                                .endSpec()
                                .build())
                .join();
        VolumeSnapshot ready = await(
                Kind.SNAPSHOTS,
                snapshots -> Optional.ofNullable(snapshots.get(name))
                        .filter(cut -> cut.getStatus() != null
                                && Boolean.TRUE.equals(cut.getStatus().getReadyToUse())));
        new Catalog(admin, (any, id) -> null)
                .commit(manifest(set, ready))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        return set;
    }

    private Manifest manifest(final SetId set, final VolumeSnapshot ready) {
        String content = ready.getStatus().getBoundVolumeSnapshotContentName();
        VolumeSnapshotContent bound =
                admin.get(Kind.SNAPSHOT_CONTENTS, null, content).join().orElseThrow();
        ContainerRef container = awaitRunning();
        List<SavedVolume> volumes = new ArrayList<>();
        volumes.add(new SavedVolume(
                new SavedVolume.Claim(
                        "data-db-0",
                        "uid",
                        EmbeddedCluster.ATOMIC_CLASS,
                        "8Mi",
                        List.of("ReadWriteOnce"),
                        "Filesystem"),
                List.of(new SavedVolume.Mount("db-0", "main", "/data")),
                SavedVolume.Content.DATA,
                "data",
                true,
                new SavedVolume.Snapshot(
                        ready.getMetadata().getName(),
                        ready.getMetadata().getUid(),
                        content,
                        bound.getStatus().getSnapshotHandle(),
                        8 << 20,
                        Instant.parse(ready.getStatus().getCreationTime()),
                        bound.getSpec().getDriver(),
                        EmbeddedCluster.ATOMIC_CLASS,
                        true)));
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                set,
                namespace,
                new Manifest.Origin(admin.server(), "a test", "1"),
                Instant.now(),
                Instant.now(),
                Profile.CLUSTER,
                new Manifest.Verdict(Level.APPLICATION, List.of("nobody wrote")),
                Map.of(),
                List.of(new HeldContainer(
                        container,
                        "word",
                        "sha256:1",
                        "flush",
                        false,
                        Map.of(),
                        "",
                        new HeldContainer.Times(1, 2, 3, 4, 0),
                        new HeldContainer.Proofs("1", "1"))),
                List.of(new Manifest.CutGroup(
                        "data", Manifest.Timing.HELD, Manifest.Way.INDIVIDUAL, "", Instant.now(), Instant.now())),
                volumes,
                List.of(new SavedWorkload(
                        "StatefulSet",
                        "db",
                        "uid",
                        1,
                        List.of(new SavedWorkload.ContainerImage("main", "debian", "")),
                        List.of("data"))),
                List.of(Artefact.of(container, "backup_label", "label".getBytes(StandardCharsets.UTF_8))));
    }

    RestoreRequest restore(final SetId set, final Profile profile) {
        return RestoreRequest.inPlace(namespace, set.toString(), "https://jenkins/job/" + namespace + "/7")
                .with(RestoreChoices.usual().withProfile(profile))
                .with(RestoreLimits.each(LIMIT));
    }

    private static TemplateLibrary templates() {
        ByDriver level = new ByDriver(Level.APPLICATION, Level.NONE);
        return TemplateLibrary.builtIn()
                .with(TemplateOrigin.LIBRARY, new HookTemplate(
                        "word",
                        "A word in a file",
                        "For tests.",
                        "real server",
                        new HookTemplate.Fits(List.of("word"), HookTemplate.Volumes.ANY, false),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        new HoldRecipe(
                                HoldRecipe.Family.FLUSH,
                                false,
                                List.of(),
                                Optional.empty(),
                                "sync",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        Optional.empty(),
                        new HookTemplate.RestoreRecipe(Optional.of(PREPARE), Optional.of(CHECK)),
                        new HookTemplate.Levels(level, level, level),
                        "sha256:1"));
    }

    @Override
    public void close() {
        admin.close();
        scheduler.shutdownNow();
    }
}
