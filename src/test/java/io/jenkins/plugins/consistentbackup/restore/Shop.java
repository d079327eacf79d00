package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.catalog.SavedVolume;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import io.jenkins.plugins.consistentbackup.snapshot.CsiSnapshots;
import io.jenkins.plugins.consistentbackup.template.HoldRecipe;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.HookTemplate.ByDriver;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A namespace of the fake cluster with a StatefulSet of two pods, and a backup set of it. Its volumes hold {@code old},
 * the set's snapshots {@code set}, and what is restored must be prepared before it is started.
 */
final class Shop implements AutoCloseable {
    static final String NAMESPACE = "shop";
    /** Where clones are made. */
    static final String COPY = "copy";
    /** How many pods there are, each with one claim. */
    static final int PODS = 2;

    static final SetId SET = SetId.of("shop-20260102-030405-x7k2");
    private static final TemplateLibrary TEMPLATES = templates();

    final FakeCluster cluster = new FakeCluster();
    final List<String> log = new ArrayList<>();
    /** What the check of a restored database says: its exit status. */
    int checkStatus;

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "shop-scheduler");
        thread.setDaemon(true);
        return thread;
    });

    Shop(final String storageClass, final boolean deletesClaims) {
        cluster.put(Kind.STORAGE_CLASSES, storageClass("now", "Immediate"));
        cluster.put(Kind.STORAGE_CLASSES, storageClass("late", "WaitForFirstConsumer"));
        cluster.put(Kind.STATEFUL_SETS, statefulSet(storageClass, deletesClaims));
        write("old");
        cluster.violations().clear();
        backUp(SET);
        cluster.storage().handles.replaceAll((handle, data) -> "set");
    }

    Restorer restorer(final Cluster seen) {
        return new Restorer(seen, this::check, TEMPLATES, Clock.systemUTC(), scheduler);
    }

    RestoreRequest restore(final Profile profile) {
        return RestoreRequest.inPlace(NAMESPACE, SET.toString(), "https://jenkins/job/shop/7")
                .with(RestoreChoices.usual().withProfile(profile))
                .with(RestoreLimits.each(Duration.ofSeconds(3)));
    }

    /** A copy of the set in another namespace. */
    RestoreRequest copy() {
        return RestoreRequest.clone(NAMESPACE, SET.toString(), COPY, "https://jenkins/job/shop/8")
                .with(restore(Profile.CLUSTER).limits());
    }

    UndoRequest undo(final String namespace, final String id, final Profile profile) {
        RestoreRequest like = restore(profile);
        return new UndoRequest(namespace, id, like.holder(), like.choices(), like.limits());
    }

    /** The pods write something else. */
    void write(final String word) {
        for (ObjectNode claim : cluster.objects.in(Kind.CLAIMS, NAMESPACE)) {
            cluster.storage().volumes.put(claim.at("/spec/volumeName").asText(), word + " written");
        }
    }

    /** The data under the claim of each pod. */
    List<String> data() {
        return dataIn(NAMESPACE);
    }

    List<String> dataIn(final String namespace) {
        return IntStream.range(0, PODS)
                .mapToObj(pod -> String.valueOf(cluster.storage().dataOf(namespace, "data-db-" + pod)))
                .toList();
    }

    /** What there is in a namespace besides the records of runs and their Lease, and in no namespace because of it. */
    List<String> traces(final String namespace) {
        List<String> traces = new ArrayList<>();
        for (Kind<?> kind : List.of(Kind.CLAIMS, Kind.PODS, Kind.SNAPSHOTS, Kind.STATEFUL_SETS)) {
            cluster.objects.in(kind, namespace).forEach(found -> traces.add(kind + " " + found.at("/metadata/name")));
        }
        cluster.objects.in(Kind.CONFIG_MAPS, namespace).stream()
                .filter(map -> !Labels.ROLE_RESTORE.equals(
                        map.path("metadata").path("labels").path(Labels.ROLE).asText()))
                .forEach(map -> traces.add("configmaps " + map.at("/metadata/name")));
        cluster.objects
                .all(Kind.SNAPSHOT_CONTENTS)
                .keySet()
                .forEach(name -> traces.add("volumesnapshotcontents " + name));
        cluster.objects.in(Kind.VOLUMES, null).stream()
                .filter(volume ->
                        namespace.equals(volume.at("/spec/claimRef/namespace").asText()))
                .forEach(volume -> traces.add("persistentvolumes " + volume.at("/metadata/name")));
        return traces;
    }

    ObjectNode workload() {
        return cluster.find(Kind.STATEFUL_SETS, NAMESPACE, "db");
    }

    /** How many copies there are of the data of both claims that begins with a word. */
    long copies(final String word) {
        return cluster.storage().copies().stream()
                .filter(data -> data.startsWith(word))
                .count();
    }

    /** As time would: the Lease of a process that died is nobody's any more. */
    void expireLease() {
        for (ObjectNode lease : cluster.objects.in(Kind.LEASES, null)) {
            cluster.delete(
                            Kind.LEASES,
                            lease.at("/metadata/namespace").asText(),
                            lease.at("/metadata/name").asText(),
                            null)
                    .join();
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        cluster.close();
    }

    private CompletableFuture<ContainerScripts.Output> check(
            final ContainerRef container,
            final String script,
            final Map<String, String> environment,
            final Duration timeout) {
        return CompletableFuture.completedFuture(
                new ContainerScripts.Output(checkStatus, List.of("12 rows"), List.of("no rows")));
    }

    private static StorageClass storageClass(final String name, final String mode) {
        return new StorageClassBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withVolumeBindingMode(mode)
                .build();
    }

    private static StatefulSet statefulSet(final String storageClass, final boolean deletesClaims) {
        ObjectNode set = Json.tree("""
            {"apiVersion": "apps/v1", "kind": "StatefulSet",
             "metadata": {"name": "db", "namespace": "shop", "generation": 1, "annotations": {"team": "shop"}},
             "spec": {"replicas": 2, "serviceName": "db", "selector": {"matchLabels": {"app": "db"}},
              "template": {"metadata": {"labels": {"app": "db"}},
               "spec": {"containers": [{"name": "main", "image": "plain:1",
                 "volumeMounts": [{"name": "data", "mountPath": "/data"}]}]}},
              "volumeClaimTemplates": [{"metadata": {"name": "data"},
               "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}]}}
            """);
        ((ObjectNode) set.at("/spec/volumeClaimTemplates/0/spec")).put("storageClassName", storageClass);
        if (deletesClaims) {
            set.withObject("/spec/persistentVolumeClaimRetentionPolicy")
                    .put("whenScaled", "Delete")
                    .put("whenDeleted", "Delete");
        }
        return Json.as(StatefulSet.class, set);
    }

    /** The sets of the namespace, and their removal. */
    Catalog catalog() {
        return new Catalog(cluster, new CsiSnapshots(cluster, Clock.systemUTC(), scheduler));
    }

    /** A set of what the pods have written; no engine has a hand in it, since there are no containers to hold here. */
    void backUp(final SetId set) {
        List<SavedVolume> volumes = new ArrayList<>();
        for (int pod = 0; pod < PODS; pod++) {
            VolumeSnapshot snapshot = ShopSet.snapshot(set, "data-db-" + pod);
            cluster.put(Kind.SNAPSHOTS, snapshot);
            volumes.add(ShopSet.saved(cluster.find(
                    Kind.SNAPSHOTS, NAMESPACE, snapshot.getMetadata().getName())));
        }
        Manifest manifest =
                ShopSet.manifest(set, volumes, workload().at("/metadata/uid").asText());
        catalog().commit(manifest).orTimeout(5, TimeUnit.SECONDS).join();
    }

    private static TemplateLibrary templates() {
        ByDriver level = new ByDriver(Level.APPLICATION, Level.NONE);
        return TemplateLibrary.builtIn()
                .with(
                        TemplateOrigin.LIBRARY,
                        new HookTemplate(
                                "plain",
                                "Plain files",
                                "For tests.",
                                "against a double",
                                new HookTemplate.Fits(List.of("plain"), HookTemplate.Volumes.ANY, false),
                                List.of(),
                                List.of(new HookTemplate.Parameter(
                                        "WORD", "A word", Optional.empty(), Optional.empty())),
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
                                new HookTemplate.RestoreRecipe(
                                        Optional.of("touch prepared"), Optional.of("test -e prepared")),
                                new HookTemplate.Levels(level, level, level),
                                "sha256:1"));
    }
}
