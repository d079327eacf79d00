package io.jenkins.plugins.consistentbackup.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The backup sets of a namespace as the store has them, read without the engine's own reader. */
public final class SavedSets {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RowsDatabase database;
    private final String namespace;
    private final boolean secondIsLater;

    /** With volumes that were cut at the same moment. */
    public SavedSets(final RowsDatabase database, final String namespace) {
        this(database, namespace, false);
    }

    /** @param secondIsLater whether the second volume was cut after the first, and not at the same moment */
    SavedSets(final RowsDatabase database, final String namespace, final boolean secondIsLater) {
        this.database = database;
        this.namespace = namespace;
        this.secondIsLater = secondIsLater;
    }

    /** Ids of the sets that a restore would find: those with a manifest that is neither marked nor going. */
    public Set<String> committed() {
        Set<String> ids = new TreeSet<>();
        manifests().forEach((id, manifest) -> ids.add(id));
        return ids;
    }

    /** What is wrong with a committed set: everything acknowledged before its backup must be in all its snapshots. */
    public List<String> faultsOf(final String id, final Set<String> acknowledged) {
        List<String> faults = new ArrayList<>();
        ObjectNode manifest = manifests().get(id);
        if (manifest == null) {
            return List.of("set " + id + " has no manifest, or a marked one");
        }
        Map<String, Optional<ObjectNode>> snapshots = snapshotsOf(manifest);
        for (String claim : RowsDatabase.CLAIMS) {
            Optional<ObjectNode> snapshot = snapshots.getOrDefault(claim, Optional.empty());
            if (snapshot.isEmpty()) {
                faults.add("set " + id + " has no snapshot of " + claim);
            } else if (!snapshot.get().at("/status/readyToUse").asBoolean()) {
                faults.add("the snapshot of " + claim + " in set " + id + " is not ready");
            } else {
                Set<String> missing = RowsDatabase.missing(acknowledged, database.snapshotRows(snapshot.get()));
                if (!missing.isEmpty()) {
                    faults.add("set " + id + " lacks " + missing.size() + " acknowledged rows in " + claim);
                }
            }
        }
        if (faults.isEmpty() && !fit(rows(id, RowsDatabase.CLAIMS.get(0)), rows(id, RowsDatabase.CLAIMS.get(1)))) {
            faults.add("the volumes of set " + id + " are of the wrong moments");
        }
        return faults;
    }

    private boolean fit(final List<String> first, final List<String> second) {
        return secondIsLater
                ? first.equals(second.subList(0, Math.min(first.size(), second.size())))
                : first.equals(second);
    }

    /** Sets of which the Lease says that nobody will complete them, and that the next backup removes what there is. */
    Set<String> givenUp() {
        return database.all(ResourceType.LEASE, namespace).stream()
                .map(lease -> lease.path("metadata")
                        .path("annotations")
                        .path(Labels.GIVEN_UP)
                        .asText())
                .flatMap(ids -> Stream.of(ids.split(" ")))
                .collect(Collectors.toSet());
    }

    /** The rows that a set has of a claim. */
    public List<String> rows(final String id, final String claim) {
        return Optional.ofNullable(manifests().get(id))
                .flatMap(manifest -> snapshotsOf(manifest).getOrDefault(claim, Optional.empty()))
                .map(database::snapshotRows)
                .orElse(List.of());
    }

    /** Objects of sets that are not in a committed set among these, and not marked as failed. */
    public List<String> unmarkedLeftovers(final Set<String> known) {
        return Stream.of(ResourceType.CONFIG_MAP, ResourceType.VOLUME_SNAPSHOT, ResourceType.VOLUME_GROUP_SNAPSHOT)
                .flatMap(type -> database.all(type, namespace).stream())
                .filter(object -> label(object, Labels.RESTORE).isEmpty())
                .filter(object -> object.at("/metadata/deletionTimestamp").isMissingNode())
                .filter(object -> !known.contains(label(object, Labels.SET)))
                .filter(object -> !label(object, Labels.FAILED).equals("true"))
                .filter(object -> !object.path("kind").asText().equals("ConfigMap")
                        || !label(object, Labels.SET).isEmpty())
                .map(object -> object.path("kind").asText() + " "
                        + object.at("/metadata/name").asText())
                .toList();
    }

    /** Claims that still carry a label of ours. */
    List<String> labelledClaims() {
        return database.all(ResourceType.PERSISTENT_VOLUME_CLAIM, namespace).stream()
                .filter(claim -> !label(claim, Labels.CUT_GROUP).isEmpty()
                        || !label(claim, Labels.SET).isEmpty())
                .map(claim -> claim.at("/metadata/name").asText())
                .toList();
    }

    private Map<String, ObjectNode> manifests() {
        Map<String, ObjectNode> manifests = new TreeMap<>();
        database.all(ResourceType.CONFIG_MAP, namespace).stream()
                .filter(map -> label(map, Labels.ROLE).equals(Labels.ROLE_MANIFEST))
                .filter(map -> !label(map, Labels.FAILED).equals("true"))
                .filter(map -> map.at("/metadata/deletionTimestamp").isMissingNode())
                .forEach(map -> manifests.put(label(map, Labels.SET), map));
        return manifests;
    }

    private Map<String, Optional<ObjectNode>> snapshotsOf(final ObjectNode manifest) {
        Map<String, Optional<ObjectNode>> snapshots = new TreeMap<>();
        for (JsonNode text : manifest.path("data")) {
            if (text.asText().startsWith("{")) {
                for (JsonNode volume : read(text.asText()).path("volumes")) {
                    String name = volume.at("/snapshot/name").asText();
                    snapshots.put(
                            volume.at("/claim/name").asText(),
                            database.all(ResourceType.VOLUME_SNAPSHOT, namespace).stream()
                                    .filter(snapshot -> snapshot.at("/metadata/name")
                                            .asText()
                                            .equals(name))
                                    .findFirst());
                }
            }
        }
        return snapshots;
    }

    private static JsonNode read(final String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest is not JSON: " + text, e);
        }
    }

    private static String label(final JsonNode object, final String key) {
        return object.path("metadata").path("labels").path(key).asText("");
    }
}
