package io.jenkins.plugins.consistentbackup.embedded.controller.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.Controller;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.controller.ObjectKey;
import io.jenkins.plugins.consistentbackup.embedded.controller.Workers;
import java.util.List;
import java.util.Optional;

/**
 * Deployments: one ReplicaSet for each template, of which the newest grows while the others shrink. Old ReplicaSets
 * stay, without pods; there is no rollback and no limit of history.
 */
public final class DeploymentController implements AutoCloseable {
    private static final String HASH = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final ClusterObjects objects;
    private final Controller controller;

    public DeploymentController(ClusterObjects clusterObjects, Workers workers) {
        this.objects = clusterObjects.as("deployment-controller");
        this.controller = new Controller("deployments", objects, workers, this::step);
    }

    public void start() {
        controller
                .follow(ResourceType.DEPLOYMENT)
                .followOwned(ResourceType.REPLICA_SET, "Deployment")
                .follow(
                        ResourceType.POD,
                        pod -> Metadata.of(pod).label(HASH).stream()
                                .flatMap(hash ->
                                        objects
                                                .list(
                                                        ResourceType.DEPLOYMENT,
                                                        Metadata.of(pod).namespace())
                                                .stream()
                                                .map(ObjectKey::of)));
    }

    private void step(ObjectKey key) {
        Optional<ObjectNode> found = objects.get(ResourceType.DEPLOYMENT, key);
        if (found.isEmpty() || Metadata.of(found.get()).isBeingDeleted()) {
            return;
        }
        ObjectNode deployment = found.get();
        String hash = Pods.revision(deployment);
        List<ObjectNode> sets = sets(deployment);
        Optional<ObjectNode> newest =
                sets.stream().filter(set -> hash.equals(hash(set))).findFirst();
        List<ObjectNode> old =
                sets.stream().filter(set -> !hash.equals(hash(set))).toList();
        if (deployment.at("/spec/paused").asBoolean(false)) {
            report(deployment, sets, hash);
        } else if (newest.isEmpty()) {
            create(deployment, hash, sets.size() + 1);
        } else {
            roll(deployment, newest.get(), old);
            report(deployment, sets(deployment), hash);
        }
    }

    private List<ObjectNode> sets(ObjectNode deployment) {
        Metadata metadata = Metadata.of(deployment);
        return objects.list(ResourceType.REPLICA_SET, metadata.namespace()).stream()
                .filter(set -> Metadata.of(set).isOwnedBy(metadata.uid()))
                .toList();
    }

    private static String hash(ObjectNode set) {
        return Metadata.of(set).label(HASH).orElse("");
    }

    private void create(ObjectNode deployment, String hash, int revision) {
        ObjectNode set = Json.object().put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
        Metadata metadata = Metadata.of(set);
        metadata.node()
                .put("namespace", Metadata.of(deployment).namespace())
                .put("name", Metadata.of(deployment).name() + "-" + hash);
        Json.strings(deployment, "/spec/template/metadata/labels").forEach(metadata::putLabel);
        metadata.putLabel(HASH, hash)
                .putAnnotation(REVISION, Integer.toString(revision))
                .addOwner(deployment, true);
        ObjectNode spec = set.putObject("spec").put("replicas", 0);
        spec.set("selector", deployment.at("/spec/selector").deepCopy());
        spec.withObjectProperty("selector").withObjectProperty("matchLabels").put(HASH, hash);
        spec.set("template", deployment.at("/spec/template").deepCopy());
        spec.withObjectProperty("template")
                .withObjectProperty("metadata")
                .withObjectProperty("labels")
                .put(HASH, hash);
        objects.create(ResourceType.REPLICA_SET, set);
        objects.edit(
                ResourceType.DEPLOYMENT,
                deployment,
                changed -> Metadata.of(changed).putAnnotation(REVISION, Integer.toString(revision)));
    }

    private void roll(ObjectNode deployment, ObjectNode newest, List<ObjectNode> old) {
        int wanted = Json.number(deployment, "/spec/replicas", 1);
        long oldPods = old.stream()
                .mapToLong(set -> Pods.of(objects, set).stream()
                        .filter(pod -> !Pods.hasFinished(pod))
                        .count())
                .sum();
        if (Json.text(deployment, "/spec/strategy/type").equals("Recreate")) {
            old.forEach(set -> scale(set, 0));
            if (oldPods == 0) {
                scale(newest, wanted);
            }
            return;
        }
        int surge = share(deployment, "maxSurge", wanted, true);
        int missing = share(deployment, "maxUnavailable", wanted, false);
        missing = surge == 0 && missing == 0 ? 1 : missing;
        int oldTotal = old.stream().mapToInt(DeploymentController::replicas).sum();
        int room = wanted + surge - oldTotal;
        scale(newest, Math.min(wanted, Math.max(room, Math.min(replicas(newest), wanted))));
        long newReady = Pods.of(objects, newest).stream().filter(Pods::isReady).count();
        long stillNeeded = Math.max(0, wanted - missing - newReady);
        for (ObjectNode set : old) {
            long kept = Math.min(replicas(set), stillNeeded);
            scale(set, (int) kept);
            stillNeeded -= kept;
        }
    }

    /** A number, or a percentage of the replicas: rounded up for the surge, down for what may be missing. */
    private static int share(ObjectNode deployment, String field, int replicas, boolean up) {
        String value = deployment.at("/spec/strategy/rollingUpdate/" + field).asText("25%");
        if (!value.endsWith("%")) {
            return Integer.parseInt(value);
        }
        double exact = replicas * Integer.parseInt(value.substring(0, value.length() - 1)) / 100.0;
        return (int) (up ? Math.ceil(exact) : Math.floor(exact));
    }

    private static int replicas(ObjectNode set) {
        return Json.number(set, "/spec/replicas", 1);
    }

    private void scale(ObjectNode set, int replicas) {
        if (replicas(set) != replicas) {
            objects.edit(ResourceType.REPLICA_SET, set, changed -> {
                changed.withObjectProperty("spec").put("replicas", replicas);
                Metadata.of(changed)
                        .node()
                        .put(
                                "generation",
                                Metadata.of(changed).node().path("generation").asLong() + 1);
            });
        }
    }

    private void report(ObjectNode deployment, List<ObjectNode> sets, String hash) {
        List<ObjectNode> pods = sets.stream()
                .flatMap(set -> Pods.of(objects, set).stream())
                .filter(Pods::isActive)
                .toList();
        long ready = pods.stream().filter(Pods::isReady).count();
        long updated = pods.stream()
                .filter(pod -> Metadata.of(pod).label(HASH).equals(Optional.of(hash)))
                .count();
        int wanted = Json.number(deployment, "/spec/replicas", 1);
        int mayBeMissing = share(deployment, "maxUnavailable", wanted, false);
        objects.edit(ResourceType.DEPLOYMENT, deployment, changed -> {
            ObjectNode status = Json.status(changed)
                    .put(
                            "observedGeneration",
                            Metadata.of(deployment).node().path("generation").asLong())
                    .put("replicas", pods.size())
                    .put("updatedReplicas", updated)
                    .put("readyReplicas", ready)
                    .put("availableReplicas", ready)
                    .put("unavailableReplicas", Math.max(0, wanted - ready));
            boolean complete = updated == wanted && pods.size() == wanted && ready == wanted;
            Conditions.set(
                    status,
                    "Available",
                    ready >= wanted - mayBeMissing,
                    ready >= wanted - mayBeMissing ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                    objects.now());
            Conditions.set(
                    status,
                    "Progressing",
                    true,
                    complete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
                    objects.now());
        });
    }

    @Override
    public void close() {
        controller.close();
    }
}
