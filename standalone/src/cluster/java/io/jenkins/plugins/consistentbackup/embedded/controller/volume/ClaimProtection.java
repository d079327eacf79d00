package io.jenkins.plugins.consistentbackup.embedded.controller.volume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.Controller;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.controller.ObjectKey;
import io.jenkins.plugins.consistentbackup.embedded.controller.Workers;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets deleted claims go when no pod that has a node uses them any more (
 * https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection). The API server
 * puts the finalizer on.
 */
public final class ClaimProtection implements AutoCloseable {
    private static final String FINALIZER = "kubernetes.io/pvc-protection";

    private final ClusterObjects objects;
    private final Controller controller;

    public ClaimProtection(ClusterObjects clusterObjects, Workers workers) {
        this.objects = clusterObjects.as("pvc-protection-controller");
        this.controller = new Controller("claim protection", objects, workers, this::step);
    }

    public void start() {
        controller.follow(ResourceType.PERSISTENT_VOLUME_CLAIM).follow(ResourceType.POD, ClaimProtection::claimsOf);
    }

    private static Stream<ObjectKey> claimsOf(ObjectNode pod) {
        return Json.items(pod, "/spec/volumes")
                .flatMap(volume -> Json.find(volume, "/persistentVolumeClaim/claimName").stream())
                .map(name -> new ObjectKey(Metadata.of(pod).namespace(), name));
    }

    private void step(ObjectKey key) {
        Optional<ObjectNode> claim = objects.get(ResourceType.PERSISTENT_VOLUME_CLAIM, key)
                .filter(found -> Metadata.of(found).isBeingDeleted()
                        && Metadata.of(found).finalizers().contains(FINALIZER));
        if (claim.isPresent() && !isUsed(key)) {
            objects.edit(
                    ResourceType.PERSISTENT_VOLUME_CLAIM,
                    claim.get(),
                    changed -> Metadata.of(changed).removeFinalizer(FINALIZER));
        }
    }

    private boolean isUsed(ObjectKey claim) {
        return objects.list(ResourceType.POD, claim.namespace()).stream()
                .filter(pod -> !Json.text(pod, "/spec/nodeName").isEmpty())
                .flatMap(ClaimProtection::claimsOf)
                .anyMatch(claim::equals);
    }

    @Override
    public void close() {
        controller.close();
    }
}
