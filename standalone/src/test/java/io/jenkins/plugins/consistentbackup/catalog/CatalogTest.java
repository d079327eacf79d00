package io.jenkins.plugins.consistentbackup.catalog;

import static io.jenkins.plugins.consistentbackup.snapshot.StorageByHand.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet.State;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.snapshot.CsiSnapshots;
import io.jenkins.plugins.consistentbackup.snapshot.StorageByHand;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sets on a real API server: what is found of them, in which state, and what is left when they are removed. */
class CatalogTest {
    private static final SetId OLD = SetId.of("shop-20260102-030405-aaaa");
    private static final SetId NEW = SetId.of("shop-20260103-030405-bbbb");

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private StorageByHand storage;
    private Cluster cluster;
    private Catalog catalog;

    @BeforeEach
    void start() throws IOException {
        storage = new StorageByHand();
        cluster = storage.cluster();
        catalog = new Catalog(cluster, new CsiSnapshots(cluster, Clock.systemUTC(), scheduler));
    }

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
        storage.close();
    }

    @Test
    void committedSetsAreListedOldestFirstAndFound() throws Exception {
        Manifest older = commit(OLD);
        commit(NEW);
        assertThat(get(catalog.list(NAMESPACE))).extracting(BackupSet::id).containsExactly(OLD, NEW);
        BackupSet found = find(OLD);
        assertThat(found.state()).as(found.reason()).isEqualTo(State.COMMITTED);
        assertThat(found.manifest()).contains(older);
        assertThat(found.snapshots()).containsExactly(OLD.snapshotName(ManifestSamples.CLAIM));
        assertThat(get(catalog.find(NAMESPACE, SetId.of("shop-1")))).isEmpty();
    }

    @Test
    void committingTheSameAgainChangesNothing() throws Exception {
        Manifest manifest = commit(OLD);
        get(catalog.commit(manifest));
        assertThat(find(OLD).usable()).isTrue();
    }

    @Test
    void anotherManifestUnderTheSameNameIsRefused() throws Exception {
        commit(OLD);
        assertThatThrownBy(() -> get(catalog.commit(ManifestSamples.manifest(OLD, "other-uid"))))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("already a ConfigMap " + OLD.manifestName() + " with other content");
    }

    @Test
    void aLostAnswerToTheCommitIsReadBack() throws Exception {
        Manifest manifest = ManifestSamples.manifest(OLD, snapshot(OLD));
        storage.server()
                .injectFaults(FaultPlan.times(1, request -> request.is("create", "configmaps"), Fault.cutAfter()));
        get(catalog.commit(manifest));
        assertThat(find(OLD).usable()).isTrue();
    }

    @Test
    void aManifestCannotBeChanged() throws Exception {
        commit(OLD);
        ConfigMap changed = new ConfigMapBuilder(get(cluster.get(Kind.CONFIG_MAPS, NAMESPACE, OLD.manifestName()))
                        .orElseThrow())
                .addToData(StoredManifest.TEXT, "{}")
                .build();
        assertThatThrownBy(() -> get(cluster.replace(Kind.CONFIG_MAPS, changed)))
                .hasMessageContaining("immutable");
    }

    @Test
    void snapshotsWithoutAManifestAreAnIncompleteSet() throws Exception {
        snapshot(OLD);
        assertThat(get(catalog.list(NAMESPACE))).extracting(BackupSet::state).containsExactly(State.INCOMPLETE);
        assertThat(find(OLD).reason()).contains("has no manifest");
    }

    /** The storage makes a group's members without our label; whoever dies before it is put on leaves only the group. */
    @Test
    void aGroupWhoseMembersAreNotYetLabelledIsAnIncompleteSet() throws Exception {
        Kind<GenericKubernetesResource> kind = group(OLD);
        storage.member(OLD.snapshotName("held"), "snapshot-1", "data-db-0");

        assertThat(get(catalog.list(NAMESPACE))).extracting(BackupSet::state).containsExactly(State.INCOMPLETE);
        assertThat(find(OLD).state()).isEqualTo(State.INCOMPLETE);

        get(catalog.markFailed(NAMESPACE, OLD, "the run died"));
        assertThat(find(OLD).state()).isEqualTo(State.FAILED);
        assertThat(find(OLD).reason()).isEqualTo("the run died");

        assertThat(get(catalog.delete(NAMESPACE, OLD))).isEmpty();
        assertThat(get(cluster.list(kind, NAMESPACE, Map.of()))).isEmpty();
        assertThat(get(catalog.find(NAMESPACE, OLD))).isEmpty();
    }

    @Test
    void groupsThatMayNotBeSeenAreNoReasonToFail() throws Exception {
        commit(OLD);
        storage.server()
                .injectFaults(request -> request.is("list", "volumegroupsnapshots") ? Fault.forbidden() : Fault.none());
        assertThat(get(catalog.list(NAMESPACE))).extracting(BackupSet::state).containsExactly(State.COMMITTED);
        assertThat(find(OLD).usable()).isTrue();
    }

    @Test
    void aSetThatWasMarkedFailedIsNotUsable() throws Exception {
        commit(OLD);
        get(catalog.markFailed(NAMESPACE, OLD, "x".repeat(5000)));
        BackupSet failed = find(OLD);
        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.reason()).hasSize(1000);
    }

    @Test
    void aSetWhoseSnapshotIsGoneIsDamaged() throws Exception {
        commit(OLD);
        get(cluster.delete(Kind.SNAPSHOTS, NAMESPACE, OLD.snapshotName(ManifestSamples.CLAIM), null));
        assertThat(find(OLD).state()).isEqualTo(State.DAMAGED);
        assertThat(find(OLD).reason()).contains(OLD.snapshotName(ManifestSamples.CLAIM) + " is gone");
    }

    @Test
    void pinsAndUnpins() throws Exception {
        commit(OLD);
        get(catalog.pin(NAMESPACE, OLD, true));
        assertThat(find(OLD).pinned()).isTrue();
        get(catalog.pin(NAMESPACE, OLD, false));
        assertThat(find(OLD).pinned()).isFalse();
    }

    @Test
    void whatIsNotCompleteCannotBePinned() throws Exception {
        snapshot(OLD);
        assertThatThrownBy(() -> get(catalog.pin(NAMESPACE, OLD, true)))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("namespace shop has no complete backup set " + OLD);
    }

    @Test
    void deletesEverythingOfOneSetAndNothingOfAnother() throws Exception {
        commit(OLD);
        commit(NEW);
        assertThat(get(catalog.delete(NAMESPACE, OLD))).isEmpty();
        assertThat(get(catalog.list(NAMESPACE))).extracting(BackupSet::id).containsExactly(NEW);
        assertThat(get(catalog.delete(NAMESPACE, OLD))).isEmpty();
    }

    /** As a proxy does that does not reach its API server. */
    @Test
    void aManifestThatIsSaidNotToBeThereIsNotLeftWithoutItsSnapshots() throws Exception {
        commit(OLD);
        Fault notFound = Fault.answer(404, "NotFound", "404 page not found");
        storage.server().injectFaults(FaultPlan.times(1, request -> request.is("delete", "configmaps"), notFound));
        assertThatThrownBy(() -> get(catalog.delete(NAMESPACE, OLD)))
                .hasMessageContaining(OLD.manifestName())
                .hasMessageContaining("nothing of the set was removed");
        assertThat(find(OLD).usable()).isTrue();

        storage.server().injectFaults(FaultPlan.times(1, request -> request.is("get", "configmaps"), notFound));
        assertThat(get(catalog.delete(NAMESPACE, OLD))).isEmpty();
        assertThat(get(catalog.list(NAMESPACE))).isEmpty();
    }

    @Test
    void aSetCountsNoMoreAsSoonAsItsDeletionHasBegun() throws Exception {
        commit(OLD);
        Catalog stuck = new Catalog(
                cluster, (namespace, set) -> CompletableFuture.completedFuture(List.of("snapshot x: stays")));
        assertThat(get(stuck.delete(NAMESPACE, OLD))).containsExactly("snapshot x: stays");
        assertThat(find(OLD).state()).isEqualTo(State.INCOMPLETE);
    }

    @Test
    void strangersUnderOurLabelsAreNotSets() throws Exception {
        get(cluster.create(Kind.SNAPSHOTS, labelled("strange", "Not_A_Set")));
        get(cluster.create(
                Kind.CONFIG_MAPS,
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName("copy-of-a-manifest")
                        .addToLabels(Labels.SET, OLD.toString())
                        .addToLabels(Labels.ROLE, Labels.ROLE_MANIFEST)
                        .endMetadata()
                        .build()));
        assertThat(get(catalog.list(NAMESPACE))).isEmpty();
    }

    private Manifest commit(final SetId set) throws Exception {
        Manifest manifest = ManifestSamples.manifest(set, snapshot(set));
        get(catalog.commit(manifest));
        return manifest;
    }

    private BackupSet find(final SetId set) throws Exception {
        return get(catalog.find(NAMESPACE, set)).orElseThrow();
    }

    /** Makes a ready snapshot of a set; answers with its uid. */
    private String snapshot(final SetId set) throws Exception {
        String name = set.snapshotName(ManifestSamples.CLAIM);
        VolumeSnapshot made = get(cluster.create(Kind.SNAPSHOTS, labelled(name, set.toString())));
        storage.store().edit(ResourceType.VOLUME_SNAPSHOT, NAMESPACE, name, object -> {
            object.withObject("status").put("boundVolumeSnapshotContentName", ManifestSamples.CONTENT);
            return object;
        });
        storage.ready(name);
        return made.getMetadata().getUid();
    }

    private static VolumeSnapshot labelled(final String name, final String set) {
        return new VolumeSnapshotBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .addToLabels(Labels.SET, set)
                .addToLabels(Labels.ROLE, Labels.ROLE_SNAPSHOT)
                .endMetadata()
                .withNewSpec()
                .withNewSource()
                .withPersistentVolumeClaimName(ManifestSamples.CLAIM)
                .endSource()
                .endSpec()
                .build();
    }

    private Kind<GenericKubernetesResource> group(final SetId set) throws Exception {
        Kind<GenericKubernetesResource> kind = Kind.groupSnapshot("v1", "volumegroupsnapshots", true);
        GenericKubernetesResource group = new GenericKubernetesResource();
        group.setApiVersion(kind.apiVersion());
        group.setKind("VolumeGroupSnapshot");
        group.setMetadata(new ObjectMetaBuilder()
                .withNamespace(NAMESPACE)
                .withName(set.snapshotName("held"))
                .addToLabels(Labels.SET, set.toString())
                .addToLabels(Labels.ROLE, Labels.ROLE_SNAPSHOT)
                .build());
        group.setAdditionalProperty(
                "spec", Map.of("source", Map.of("selector", Map.of("matchLabels", Map.of("group", "held")))));
        get(cluster.create(kind, group));
        return kind;
    }

    private static <T> T get(final CompletableFuture<T> future) throws Exception {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
