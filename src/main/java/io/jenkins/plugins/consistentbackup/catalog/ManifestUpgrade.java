package io.jenkins.plugins.consistentbackup.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Brings manifests of older schema versions to the present one, step by step, so that what was backed up by an older
 * version of this product stays restorable.
 *
 * <table>
 * <caption>Schema versions</caption>
 * <tr><td>0</td><td>before the first release: one flat object for each volume, one cut group, no artefacts, no
 * workloads</td></tr>
 * <tr><td>1</td><td>as {@link Manifest} says</td></tr>
 * </table>
 */
final class ManifestUpgrade {
    private static final String ONLY_GROUP = "data";

    private ManifestUpgrade() {}

    /**
     * The manifest in the present schema.
     *
     * @throws CatalogException when it is of a newer schema, or of none
     */
    static ObjectNode toCurrent(final ObjectNode manifest) {
        JsonNode version = manifest.path("schemaVersion");
        if (!version.isInt() || version.intValue() < 0) {
            throw new CatalogException("the manifest has no schemaVersion");
        }
        if (version.intValue() > Manifest.SCHEMA_VERSION) {
            throw new CatalogException("the manifest has schema version " + version.intValue() + ", and this version"
                    + " of Consistent Backup reads up to " + Manifest.SCHEMA_VERSION + ": use a newer one");
        }
        ObjectNode current = manifest.deepCopy();
        if (version.intValue() == 0) {
            fromVersion0(current);
        }
        return current;
    }

    private static void fromVersion0(final ObjectNode manifest) {
        manifest.put("schemaVersion", 1);
        moveInto(manifest, manifest.putObject("origin"), "server", "requester", "toolVersion");
        ObjectNode verdict = manifest.putObject("verdict");
        moveInto(manifest, verdict, "level");
        verdict.putArray("why");
        manifest.putObject("parameters");
        manifest.putArray("holds");
        manifest.putArray("workloads");
        manifest.putArray("artefacts");
        manifest.putArray("cutGroups")
                .addObject()
                .put("name", ONLY_GROUP)
                .put("timing", Manifest.Timing.HELD.name())
                .put("way", Manifest.Way.INDIVIDUAL.name())
                .put("groupSnapshot", "");
        ArrayNode volumes = manifest.putArray("volumes");
        manifest.withArray("snapshots").forEach(flat -> volumes.add(volumeFromVersion0((ObjectNode) flat)));
        manifest.remove("snapshots");
    }

    private static ObjectNode volumeFromVersion0(final ObjectNode flat) {
        ObjectNode volume = flat.objectNode();
        ObjectNode claim = volume.putObject("claim");
        claim.set("name", flat.path("claim"));
        claim.set("uid", flat.path("claimUid"));
        moveInto(flat, claim, "storageClass", "capacity", "accessModes", "volumeMode");
        volume.putArray("mounts");
        volume.put("content", SavedVolume.Content.DATA.name());
        volume.put("cutGroup", ONLY_GROUP);
        volume.put("atomic", false);
        ObjectNode snapshot = volume.putObject("snapshot");
        snapshot.set("name", flat.path("snapshot"));
        snapshot.set("uid", flat.path("snapshotUid"));
        moveInto(flat, snapshot, "boundContent", "restoreSizeBytes", "creationTime", "driver");
        snapshot.put("handle", "").put("snapshotClass", "").put("boundBothWays", false);
        return volume;
    }

    private static void moveInto(final ObjectNode from, final ObjectNode to, final String... names) {
        for (String name : names) {
            if (from.has(name)) {
                to.set(name, from.remove(name));
            }
        }
    }
}
