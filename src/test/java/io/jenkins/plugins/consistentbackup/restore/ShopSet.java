package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.jenkins.plugins.consistentbackup.catalog.Artefact;
import io.jenkins.plugins.consistentbackup.catalog.HeldContainer;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.catalog.SavedVolume;
import io.jenkins.plugins.consistentbackup.catalog.SavedWorkload;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a backup set of the {@link Shop} consists of. */
final class ShopSet {
    static final Instant CUT = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant BY_THE_STORAGES_CLOCK = CUT.minusSeconds(90);
    private static final String SIZE = "1Gi";

    private ShopSet() {}

    static Manifest manifest(final SetId set, final List<SavedVolume> volumes, final String workloadUid) {
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                set,
                Shop.NAMESPACE,
                new Manifest.Origin("fake", "https://jenkins/job/shop/6", "1"),
                CUT,
                CUT.plusSeconds(5),
                Profile.CLUSTER,
                new Manifest.Verdict(Level.APPLICATION, List.of("held")),
                Map.of(),
                List.of(held("db-0"), held("db-1")),
                List.of(new Manifest.CutGroup("data", Manifest.Timing.HELD, Manifest.Way.INDIVIDUAL, "", CUT, CUT)),
                volumes,
                List.of(new SavedWorkload(
                        "StatefulSet",
                        "db",
                        workloadUid,
                        2,
                        List.of(new SavedWorkload.ContainerImage("main", "plain:1", "")),
                        List.of("data"))),
                List.of(Artefact.of(ref("db-0"), "backup_label", "START WAL".getBytes(StandardCharsets.UTF_8))));
    }

    /** A snapshot of a claim, as it is asked for. */
    static VolumeSnapshot snapshot(final SetId set, final String claim) {
        return new VolumeSnapshotBuilder()
                .withNewMetadata()
                .withName(set.snapshotName(claim))
                .withNamespace(Shop.NAMESPACE)
                .addToLabels(Labels.ofSet(set))
                .addToLabels(Labels.ROLE, Labels.ROLE_SNAPSHOT)
                .endMetadata()
                .withNewSpec()
                .withNewSource()
                .withPersistentVolumeClaimName(claim)
                .endSource()
                .endSpec()
                .build();
    }

    /** What a manifest says of a snapshot that the storage has cut. */
    static SavedVolume saved(final ObjectNode cut) {
        String claim = cut.at("/spec/source/persistentVolumeClaimName").asText();
        return new SavedVolume(
                new SavedVolume.Claim(claim, "uid", "now", SIZE, List.of("ReadWriteOnce"), "Filesystem"),
                List.of(new SavedVolume.Mount(claim.substring("data-".length()), "main", "/data")),
                SavedVolume.Content.DATA,
                "data",
                true,
                new SavedVolume.Snapshot(
                        cut.at("/metadata/name").asText(),
                        cut.at("/metadata/uid").asText(),
                        cut.at("/status/boundVolumeSnapshotContentName").asText(),
                        cut.at("/status/handle").asText(),
                        0,
                        BY_THE_STORAGES_CLOCK,
                        "fake.csi",
                        "",
                        true));
    }

    private static HeldContainer held(final String pod) {
        return new HeldContainer(
                ref(pod),
                "plain",
                "sha256:1",
                "flush",
                false,
                Map.of("WORD", pod),
                "",
                new HeldContainer.Times(1, 2, 3, 4, 0),
                new HeldContainer.Proofs("1", "1"));
    }

    private static ContainerRef ref(final String pod) {
        return new ContainerRef(Shop.NAMESPACE, pod, "uid", "main");
    }
}
