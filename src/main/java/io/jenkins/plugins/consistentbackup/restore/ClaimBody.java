package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.SavedVolume;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** What new claims look like. */
final class ClaimBody {
    /** Annotations that binding and provisioning put on a claim; a new one must get its own. */
    private static final Set<String> BINDING = Set.of(
            "pv.kubernetes.io/bind-completed",
            "pv.kubernetes.io/bound-by-controller",
            "volume.kubernetes.io/selected-node",
            "volume.kubernetes.io/storage-provisioner",
            "volume.beta.kubernetes.io/storage-provisioner");

    private ClaimBody() {}

    /** What a claim has in common with the one that takes its place: all but name, size, source and what binding added. */
    static String commonOf(final PersistentVolumeClaim old) {
        ObjectNode claim = Json.tree(old);
        ObjectNode metadata = claim.withObject("/metadata");
        metadata.retain(List.of("labels", "annotations"));
        removeOurs(metadata.withObject("/labels"));
        removeOurs(metadata.withObject("/annotations"));
        metadata.withObject("/annotations").remove(BINDING);
        claim.withObject("/spec").remove(List.of("volumeName", "dataSource", "dataSourceRef", "selector", "resources"));
        claim.remove("status");
        return claim.toString();
    }

    /** The same for a claim that exists no more, as the set describes it. */
    static String commonOf(final SavedVolume.Claim saved) {
        ObjectNode claim = Json.object().put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
        ObjectNode spec = claim.withObject("/spec").put("volumeMode", saved.volumeMode());
        if (!saved.storageClass().isEmpty()) {
            spec.put("storageClassName", saved.storageClass());
        }
        saved.accessModes().forEach(spec.withArray("accessModes")::add);
        return claim.toString();
    }

    /** The size to ask for: never less than the snapshot needs, nor than the old claim had asked for. */
    static String size(final String oldRequest, final long restoreSizeBytes) {
        BigDecimal old = Quantity.getAmountInBytes(Quantity.parse(oldRequest));
        return old.compareTo(BigDecimal.valueOf(restoreSizeBytes)) >= 0 ? oldRequest : Long.toString(restoreSizeBytes);
    }

    /** The claim that takes the old one's place. */
    static PersistentVolumeClaim filledNew(final ReplacedClaim claim, final RestoreState state) {
        ObjectNode body = common(claim, state, claim.newSize, claim.newSource());
        fill(body, claim.sourceSnapshot, claim.sourceVolume);
        return Json.as(PersistentVolumeClaim.class, body);
    }

    /** The claim that brings the old data back. */
    static PersistentVolumeClaim filledBack(final ReplacedClaim claim, final RestoreState state) {
        ObjectNode body = common(claim, state, claim.oldSize, claim.oldSource());
        fill(body, claim.safetySnapshot, claim.safetySnapshot == null ? claim.oldVolume : null);
        return Json.as(PersistentVolumeClaim.class, body);
    }

    private static ObjectNode common(
            final ReplacedClaim claim, final RestoreState state, final String size, final String source) {
        ObjectNode body = Json.tree(claim.body);
        body.withObject("/metadata").put("name", claim.name).put("namespace", state.namespace());
        body.withObject("/metadata/labels").put(Labels.RESTORE, state.id());
        body.withObject("/metadata/annotations").put(Labels.FILLED_FROM, source);
        body.withObject("/spec/resources/requests").put("storage", size);
        return body;
    }

    private static void fill(final ObjectNode body, final String snapshot, final String volume) {
        if (snapshot != null) {
            body.withObject("/spec/dataSource")
                    .put("apiGroup", "snapshot.storage.k8s.io")
                    .put("kind", "VolumeSnapshot")
                    .put("name", snapshot);
        } else if (volume != null) {
            body.withObject("/spec").put("volumeName", volume);
        }
    }

    private static void removeOurs(final ObjectNode map) {
        Iterator<String> keys = map.fieldNames();
        while (keys.hasNext()) {
            if (Labels.isOurs(keys.next())) {
                keys.remove();
            }
        }
    }
}
