package io.jenkins.plugins.consistentbackup.catalog;

import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A manifest as a backup of one PostgreSQL would write it. */
final class ManifestSamples {
    static final SetId ID = SetId.of("shop-20260102-030405-x7k2");
    static final ContainerRef DB = new ContainerRef("shop", "db-0", "pod-uid", "postgres");

    static final String CLAIM = "data-db-0";
    static final String CONTENT = "snapcontent-1";
    static final Instant REQUESTED = Instant.parse("2026-01-02T03:04:05.250Z");
    static final Instant OBSERVED = Instant.parse("2026-01-02T03:04:05.390Z");
    private static final Instant FINISHED = Instant.parse("2026-01-02T03:05:05.123Z");

    private ManifestSamples() {}

    static Manifest manifest() {
        return manifest(List.of(Artefact.of(DB, "backup_label", "START WAL".getBytes(StandardCharsets.UTF_8))));
    }

    static Manifest manifest(final List<Artefact> artefacts) {
        return manifest(ID, "snapshot-uid", artefacts, FINISHED);
    }

    /** Of a set with one snapshot, that of {@link #CLAIM}, bound to {@link #CONTENT}. */
    static Manifest manifest(final SetId id, final String snapshotUid) {
        return manifest(id, snapshotUid, List.of(), FINISHED);
    }

    /** Of a set whose last snapshot was seen ready at a certain time. */
    static Manifest manifest(final SetId id, final Instant finished) {
        return manifest(id, "snapshot-uid", List.of(), finished);
    }

    private static Manifest manifest(
            final SetId id, final String snapshotUid, final List<Artefact> artefacts, final Instant finished) {
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                id,
                "shop",
                new Manifest.Origin("https://10.0.0.1:6443", "https://ci/job/shop/7/", "1.0"),
                Instant.parse("2026-01-02T03:04:05Z"),
                finished,
                Profile.CLUSTER,
                new Manifest.Verdict(Level.APPLICATION, List.of("held over the cut, proved before and after")),
                Map.of("template", "postgresql", "maxFreeze", "2s"),
                List.of(new HeldContainer(
                        DB,
                        "postgresql",
                        "sha256:00",
                        "session",
                        false,
                        Map.of("PGUSER", "backup"),
                        "primary",
                        new HeldContainer.Times(12, 20, 140, 151, 0),
                        new HeldContainer.Proofs("pid 7", "pid 7"))),
                List.of(new Manifest.CutGroup(
                        "data", Manifest.Timing.HELD, Manifest.Way.INDIVIDUAL, "", REQUESTED, OBSERVED)),
                List.of(volume(id, snapshotUid)),
                List.of(new SavedWorkload(
                        "StatefulSet",
                        "db",
                        "sts-uid",
                        1,
                        List.of(new SavedWorkload.ContainerImage("postgres", "postgres:16", "postgres@sha256:11")),
                        List.of("data"))),
                artefacts);
    }

    private static SavedVolume volume(final SetId id, final String snapshotUid) {
        return new SavedVolume(
                new SavedVolume.Claim(CLAIM, "claim-uid", "fast", "1Gi", List.of("ReadWriteOnce"), "Filesystem"),
                List.of(new SavedVolume.Mount("db-0", "postgres", "/var/lib/postgresql/data")),
                SavedVolume.Content.DATA,
                "data",
                true,
                new SavedVolume.Snapshot(
                        id.snapshotName(CLAIM),
                        snapshotUid,
                        CONTENT,
                        "snap-1",
                        1L << 30,
                        Instant.parse("2026-01-02T03:04:06Z"),
                        "csi.x",
                        "fast",
                        true));
    }
}
