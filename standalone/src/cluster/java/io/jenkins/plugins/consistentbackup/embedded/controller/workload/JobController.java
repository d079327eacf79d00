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
 * Jobs: pods until enough have succeeded or too many have failed. A failed pod is replaced at once, without the
 * back-off of Kubernetes; indexes, deadlines and time-to-live are not modelled.
 */
public final class JobController implements AutoCloseable {
    private static final int DEFAULT_BACK_OFF_LIMIT = 6;

    private final ClusterObjects objects;
    private final Controller controller;

    public JobController(ClusterObjects clusterObjects, Workers workers) {
        this.objects = clusterObjects.as("job-controller");
        this.controller = new Controller("jobs", objects, workers, this::step);
    }

    public void start() {
        controller.follow(ResourceType.JOB).followOwned(ResourceType.POD, "Job");
    }

    private void step(ObjectKey key) {
        Optional<ObjectNode> found = objects.get(ResourceType.JOB, key);
        if (found.isEmpty() || Metadata.of(found.get()).isBeingDeleted() || isOver(found.get())) {
            return;
        }
        ObjectNode job = found.get();
        List<ObjectNode> pods = Pods.of(objects, job);
        int succeeded = count(pods, "Succeeded");
        int failed = count(pods, "Failed");
        List<ObjectNode> active = pods.stream().filter(Pods::isActive).toList();
        int wanted = Json.number(job, "/spec/completions", 1);
        boolean hopeless = failed > Json.number(job, "/spec/backoffLimit", DEFAULT_BACK_OFF_LIMIT);
        boolean suspended = job.at("/spec/suspend").asBoolean(false);
        int missing = Math.min(Json.number(job, "/spec/parallelism", 1), wanted - succeeded) - active.size();
        if (hopeless || suspended) {
            active.forEach(pod -> objects.delete(ResourceType.POD, pod));
        } else {
            for (int i = 0; i < missing; i++) {
                create(job);
            }
        }
        report(job, succeeded, failed, succeeded >= wanted, hopeless);
    }

    private static boolean isOver(ObjectNode job) {
        return Conditions.holds(job, "Complete") || Conditions.holds(job, "Failed");
    }

    private static int count(List<ObjectNode> pods, String phase) {
        return (int) pods.stream().filter(pod -> Pods.phase(pod).equals(phase)).count();
    }

    private void create(ObjectNode job) {
        ObjectNode pod = Pods.fromTemplate(job);
        Metadata metadata = Metadata.of(job);
        Metadata.of(pod)
                .putLabel("batch.kubernetes.io/job-name", metadata.name())
                .putLabel("job-name", metadata.name())
                .putLabel("batch.kubernetes.io/controller-uid", metadata.uid())
                .putLabel("controller-uid", metadata.uid())
                .node()
                .put("generateName", metadata.name() + "-");
        objects.create(ResourceType.POD, pod);
    }

    private void report(ObjectNode job, int succeeded, int failed, boolean complete, boolean hopeless) {
        List<ObjectNode> active =
                Pods.of(objects, job).stream().filter(Pods::isActive).toList();
        objects.edit(ResourceType.JOB, job, changed -> {
            ObjectNode status = Json.status(changed)
                    .put("active", active.size())
                    .put("ready", active.stream().filter(Pods::isReady).count())
                    .put("succeeded", succeeded)
                    .put("failed", failed);
            if (!status.has("startTime")) {
                status.put("startTime", objects.now());
            }
            if (complete) {
                status.put("completionTime", objects.now());
                Conditions.set(status, "Complete", true, "CompletionsReached", objects.now());
            } else if (hopeless) {
                Conditions.set(status, "Failed", true, "BackoffLimitExceeded", objects.now());
            }
        });
    }

    @Override
    public void close() {
        controller.close();
    }
}
