package io.jenkins.plugins.consistentbackup.embedded.controller.volume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which volume and which claim belong together: pure decisions (k8s.io/kubernetes pkg/controller/volume/persistentvolume). */
final class Binding {

    /** How a volume's claimRef stands to a claim. */
    enum Relation {
        /** It names no claim. */
        FREE,
        /** It names this claim and its uid, or no uid: then it is kept for whoever has that name. */
        OURS,
        /** It names another claim, or an earlier one of the same name. */
        FOREIGN
    }

    private Binding() {}

    static Relation relation(ObjectNode volume, ObjectNode claim) {
        if (!volume.at("/spec/claimRef").isObject()) {
            return Relation.FREE;
        }
        Metadata metadata = Metadata.of(claim);
        String uid = Json.text(volume, "/spec/claimRef/uid");
        boolean sameName = Json.text(volume, "/spec/claimRef/name").equals(metadata.name())
                && Json.text(volume, "/spec/claimRef/namespace").equals(metadata.namespace());
        return sameName && (uid.isEmpty() || uid.equals(metadata.uid())) ? Relation.OURS : Relation.FOREIGN;
    }

    /**
     * The volume for a claim that names none: one that is kept for it, else the smallest free one that suffices.
     *
     * @param keptOnly whether free ones are left to others (a class that waits for the first consumer)
     */
    static Optional<ObjectNode> choose(List<ObjectNode> volumes, ObjectNode claim, boolean keptOnly) {
        List<ObjectNode> fitting = volumes.stream()
                .filter(volume -> !Metadata.of(volume).isBeingDeleted() && fits(volume, claim))
                .toList();
        Optional<ObjectNode> kept = fitting.stream()
                .filter(volume -> relation(volume, claim) == Relation.OURS)
                .findFirst();
        if (kept.isPresent() || keptOnly) {
            return kept;
        }
        return fitting.stream()
                .filter(volume -> relation(volume, claim) == Relation.FREE)
                .filter(volume -> Json.text(volume, "/status/phase").equals("Available"))
                .min(Comparator.comparingLong(Binding::capacity));
    }

    private static boolean fits(ObjectNode volume, ObjectNode claim) {
        return Json.text(volume, "/spec/storageClassName").equals(Json.text(claim, "/spec/storageClassName"))
                && capacity(volume) >= requested(claim)
                && modes(volume).containsAll(modes(claim));
    }

    private static Set<String> modes(ObjectNode object) {
        return Json.items(object, "/spec/accessModes")
                .map(mode -> mode.asText())
                .collect(Collectors.toCollection(HashSet::new));
    }

    static long capacity(ObjectNode volume) {
        return Json.bytes(Json.text(volume, "/spec/capacity/storage"));
    }

    static long requested(ObjectNode claim) {
        return Json.bytes(Json.text(claim, "/spec/resources/requests/storage"));
    }

    /** Whether a claim may have a volume made from nothing or a snapshot, but no existing one. */
    static boolean hasSource(ObjectNode claim) {
        return claim.at("/spec/dataSource").isObject()
                || claim.at("/spec/dataSourceRef").isObject();
    }
}
