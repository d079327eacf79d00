package io.jenkins.plugins.consistentbackup.embedded.controller.volume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects.EventType;
import io.jenkins.plugins.consistentbackup.embedded.controller.Controller;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.controller.ObjectKey;
import io.jenkins.plugins.consistentbackup.embedded.controller.Workers;
import io.jenkins.plugins.consistentbackup.embedded.controller.volume.Binding.Relation;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Binds claims to volumes, and has volumes made for those whose class makes them. */
public final class ClaimController implements AutoCloseable {
    static final String BIND_COMPLETED = "pv.kubernetes.io/bind-completed";
    static final String BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";
    static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
    private static final List<String> PROVISIONER =
            List.of("volume.kubernetes.io/storage-provisioner", "volume.beta.kubernetes.io/storage-provisioner");

    private final ClusterObjects objects;
    private final Controller controller;
    private final Provisioner provisioner;

    public ClaimController(ClusterObjects clusterObjects, Workers workers, Storage storage) {
        objects = clusterObjects.as("persistentvolume-controller");
        controller = new Controller("claims", objects, workers, this::step);
        provisioner = new Provisioner(clusterObjects, storage, controller.queue());
    }

    public void start() {
        controller
                .follow(ResourceType.PERSISTENT_VOLUME_CLAIM)
                .follow(ResourceType.PERSISTENT_VOLUME, this::claimsOf)
                .follow(ResourceType.STORAGE_CLASS, any -> pending(null))
                .follow(
                        ResourceType.VOLUME_SNAPSHOT,
                        snapshot -> pending(Metadata.of(snapshot).namespace()));
    }

    private Stream<ObjectKey> claimsOf(ObjectNode volume) {
        if (volume.at("/spec/claimRef").isObject()) {
            return Stream.of(new ObjectKey(
                    Json.text(volume, "/spec/claimRef/namespace"), Json.text(volume, "/spec/claimRef/name")));
        }
        return pending(null);
    }

    /** @param namespace null: all */
    private Stream<ObjectKey> pending(String namespace) {
        return objects.keys(ResourceType.PERSISTENT_VOLUME_CLAIM, namespace, claim -> !isBound(claim)).stream();
    }

    private static boolean isBound(ObjectNode claim) {
        return Json.text(claim, "/status/phase").equals("Bound");
    }

    private void step(ObjectKey key) {
        Optional<ObjectNode> found = objects.get(ResourceType.PERSISTENT_VOLUME_CLAIM, key);
        if (found.isEmpty()) {
            provisioner.forget(key);
            return;
        }
        ObjectNode claim = found.get();
        if (!claim.path("spec").has("storageClassName")
                && Json.text(claim, "/spec/volumeName").isEmpty()) {
            chooseDefaultClass(claim);
        } else if (!Json.text(claim, "/spec/volumeName").isEmpty()) {
            bindToNamed(claim);
        } else if (!Metadata.of(claim).isBeingDeleted()) {
            findVolume(claim);
        }
    }

    private void chooseDefaultClass(ObjectNode claim) {
        objects.listAll(ResourceType.STORAGE_CLASS).stream()
                .filter(type -> Metadata.of(type).annotation(DEFAULT_CLASS).equals(Optional.of("true")))
                .findFirst()
                .ifPresentOrElse(
                        type -> objects.edit(
                                ResourceType.PERSISTENT_VOLUME_CLAIM,
                                claim,
                                changed -> changed.withObjectProperty("spec")
                                        .put(
                                                "storageClassName",
                                                Metadata.of(type).name())),
                        () -> objects.event(
                                claim,
                                EventType.NORMAL,
                                "FailedBinding",
                                "no persistent volumes available for this claim and no storage class is set"));
    }

    private void bindToNamed(ObjectNode claim) {
        String name = Json.text(claim, "/spec/volumeName");
        Optional<ObjectNode> volume = objects.get(ResourceType.PERSISTENT_VOLUME, "", name);
        boolean wasBound = Metadata.of(claim).annotation(BIND_COMPLETED).isPresent();
        if (volume.isEmpty()) {
            if (wasBound) {
                lose(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
            }
        } else if (Binding.relation(volume.get(), claim) != Relation.FOREIGN) {
            bind(claim, volume.get(), false);
        } else if (wasBound) {
            lose(claim, "ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly");
        } else {
            objects.event(
                    claim,
                    EventType.WARNING,
                    "FailedBinding",
                    "volume \"" + name + "\" already bound to a different claim.");
        }
    }

    private void lose(ObjectNode claim, String reason, String message) {
        if (!Json.text(claim, "/status/phase").equals("Lost")) {
            objects.edit(ResourceType.PERSISTENT_VOLUME_CLAIM, claim, changed -> {
                Json.status(changed).put("phase", "Lost").remove("capacity");
                Json.status(changed).remove("accessModes");
            });
            objects.event(claim, EventType.WARNING, reason, message);
        }
    }

    private void findVolume(ObjectNode claim) {
        Optional<ObjectNode> type =
                objects.get(ResourceType.STORAGE_CLASS, "", Json.text(claim, "/spec/storageClassName"));
        boolean waits = type.filter(
                        found -> Json.text(found, "/volumeBindingMode").equals("WaitForFirstConsumer"))
                .isPresent();
        Optional<ObjectNode> volume = Binding.choose(
                objects.listAll(ResourceType.PERSISTENT_VOLUME), claim, waits || Binding.hasSource(claim));
        if (volume.isPresent()) {
            bind(claim, volume.get(), true);
        } else if (type.isEmpty()) {
            String name = Json.text(claim, "/spec/storageClassName");
            objects.event(
                    claim,
                    name.isEmpty() ? EventType.NORMAL : EventType.WARNING,
                    name.isEmpty() ? "FailedBinding" : "ProvisioningFailed",
                    name.isEmpty()
                            ? "no persistent volumes available for this claim and no storage class is set"
                            : "storageclass.storage.k8s.io \"" + name + "\" not found");
        } else if (waits && Metadata.of(claim).annotation(SELECTED_NODE).isEmpty()) {
            objects.event(
                    claim,
                    EventType.NORMAL,
                    "WaitForFirstConsumer",
                    "waiting for first consumer to be created before binding");
        } else {
            provision(claim, type.get());
        }
    }

    private void provision(ObjectNode claim, ObjectNode type) {
        String driver = Json.text(type, "/provisioner");
        if (!driver.equals(Metadata.of(claim).annotation(PROVISIONER.get(0)).orElse(""))) {
            objects.edit(
                    ResourceType.PERSISTENT_VOLUME_CLAIM,
                    claim,
                    changed -> PROVISIONER.forEach(
                            annotation -> Metadata.of(changed).putAnnotation(annotation, driver)));
            objects.event(
                    claim,
                    EventType.NORMAL,
                    "ExternalProvisioning",
                    "Waiting for a volume to be created either by the external provisioner '" + driver
                            + "' or manually by the system administrator.");
        } else {
            provisioner.provision(claim, type);
        }
    }

    private void bind(ObjectNode claim, ObjectNode volume, boolean chosenHere) {
        Metadata metadata = Metadata.of(claim);
        boolean complete = !Json.text(volume, "/spec/claimRef/uid").isEmpty()
                && isBound(claim)
                && metadata.annotation(BIND_COMPLETED).isPresent()
                && Json.text(volume, "/status/phase").equals("Bound");
        if (complete) {
            return;
        }
        boolean taken = objects.edit(ResourceType.PERSISTENT_VOLUME, volume, changed -> take(changed, claim))
                .filter(now -> Binding.relation(now, claim) == Relation.OURS)
                .isPresent();
        if (!taken) {
            controller.queue().add(ObjectKey.of(claim)); // somebody was quicker
            return;
        }
        objects.edit(ResourceType.PERSISTENT_VOLUME_CLAIM, claim, changed -> {
            changed.withObjectProperty("spec")
                    .put("volumeName", Metadata.of(volume).name());
            Metadata.of(changed).putAnnotation(BIND_COMPLETED, "yes");
            if (chosenHere) {
                Metadata.of(changed).putAnnotation(BOUND_BY_CONTROLLER, "yes");
            }
            ObjectNode status = Json.status(changed).put("phase", "Bound");
            status.set("accessModes", volume.at("/spec/accessModes").deepCopy());
            status.set("capacity", volume.at("/spec/capacity").deepCopy());
        });
    }

    private static void take(ObjectNode volume, ObjectNode claim) {
        if (Binding.relation(volume, claim) == Relation.FOREIGN) {
            return;
        }
        if (Binding.relation(volume, claim) == Relation.FREE) {
            Metadata.of(volume).putAnnotation(BOUND_BY_CONTROLLER, "yes");
        }
        Metadata metadata = Metadata.of(claim);
        volume.withObjectProperty("spec")
                .putObject("claimRef")
                .put("apiVersion", "v1")
                .put("kind", "PersistentVolumeClaim")
                .put("namespace", metadata.namespace())
                .put("name", metadata.name())
                .put("uid", metadata.uid())
                .put("resourceVersion", metadata.resourceVersion());
        Json.status(volume).put("phase", "Bound");
    }

    @Override
    public void close() {
        controller.close();
    }
}
