package io.jenkins.plugins.consistentbackup.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.TreeSet;

/**
 * Brings manifests of older schema versions to the present one, step by step, so that what was backed up by an older
 * version of this product stays restorable.
 *
 * <table>
 * <caption>Schema versions</caption>
 * <tr><td>0</td><td>before the first release: one flat object for each volume, one cut group, no artefacts, no
 * workloads</td></tr>
 * <tr><td>1</td><td>as {@link Manifest} says; at first without the parameters of each hold and the times of each cut
 * group</td></tr>
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
        addParametersOfHolds(current);
        addTimesOfCuts(current);
        return current;
    }

    /** When they were not yet kept for each hold, what was asked for is the nearest to them. */
    private static void addParametersOfHolds(final ObjectNode manifest) {
        for (JsonNode hold : manifest.path("holds")) {
            if (hold instanceof ObjectNode held && !held.has("parameters")) {
                held.set("parameters", manifest.path("parameters").deepCopy());
            }
        }
    }

    /** When the orchestrator's own times were not yet kept, those of the storage are the nearest to them. */
    private static void addTimesOfCuts(final ObjectNode manifest) {
        for (JsonNode group : manifest.path("cutGroups")) {
            if (group instanceof ObjectNode cut && !cut.has("requested")) {
                TreeSet<Instant> times =
                        creationTimes(manifest, cut.path("name").asText());
                if (!times.isEmpty()) {
                    cut.put("requested", times.first().toString());
                    cut.put("observed", times.last().toString());
                }
            }
        }
    }

    private static TreeSet<Instant> creationTimes(final ObjectNode manifest, final String cutGroup) {
        TreeSet<Instant> times = new TreeSet<>();
        for (JsonNode volume : manifest.path("volumes")) {
            if (volume.path("cutGroup").asText().equals(cutGroup)) {
                String time = volume.path("snapshot").path("creationTime").asText();
                try {
                    times.add(Instant.parse(time));
                } catch (DateTimeParseException e) {
                    throw new CatalogException("the manifest has a snapshot that was cut at \"" + time + "\"", e);
                }
            }
        }
        return times;
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
