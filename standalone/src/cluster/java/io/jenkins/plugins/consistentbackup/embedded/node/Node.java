package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.ExecHandler;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.LogHandler;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.Controller;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.controller.ObjectKey;
import io.jenkins.plugins.consistentbackup.embedded.controller.Workers;
import io.jenkins.plugins.consistentbackup.embedded.image.ImageRegistry;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Sandbox;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The one node of the cluster: its scheduler, and the kubelet that runs what is assigned to it. */
public final class Node implements AutoCloseable {
    /** What {@code spec.nodeName} of every pod says. */
    public static final String NAME = "embedded-node";

    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final NodeParts parts;
    private final ClusterObjects objects;
    private final Scheduler scheduler;
    private final Controller controller;
    private final Map<String, PodLifecycle> pods = new ConcurrentHashMap<>();
    private volatile boolean gone;

    /** @param directory for what pods need besides their volumes */
    public Node(
            ClusterObjects clusterObjects,
            Workers workers,
            Sandbox sandbox,
            ImageRegistry images,
            Storage storage,
            Path directory) {
        objects = clusterObjects.as("kubelet");
        parts = new NodeParts(
                objects,
                workers,
                sandbox,
                images,
                new PodVolumes(objects, storage, sandbox),
                new Ports(),
                directory.resolve("pods"));
        scheduler = new Scheduler(objects, workers);
        controller = new Controller("kubelet", objects, workers, this::step);
        storage.drivers().forEach(driver -> driver.usedBy(this::processesUsing));
    }

    /** Registers the node and begins to take pods. */
    public void start() {
        ObjectNode node = Json.object().put("apiVersion", "v1").put("kind", "Node");
        Metadata.of(node)
                .putLabel("kubernetes.io/hostname", NAME)
                .putLabel("kubernetes.io/os", "linux")
                .node()
                .put("name", NAME);
        objects.create(ResourceType.NODE, node);
        reportReady(true);
        scheduler.start();
        controller
                .follow(ResourceType.POD)
                .follow(
                        ResourceType.PERSISTENT_VOLUME_CLAIM,
                        claim -> pods.values().stream()
                                .map(PodLifecycle::key)
                                .filter(key -> key.namespace()
                                        .equals(Metadata.of(claim).namespace())));
    }

    private void reportReady(boolean ready) {
        objects.edit(
                ResourceType.NODE,
                new ObjectKey("", NAME),
                node -> PodStatus.condition(
                        Json.status(node),
                        "Ready",
                        ready,
                        ready ? "KubeletReady" : "NodeStatusUnknown",
                        objects.now()));
    }

    private void step(ObjectKey key) {
        if (gone) {
            return;
        }
        Optional<ObjectNode> pod =
                objects.get(ResourceType.POD, key).filter(found -> NAME.equals(Json.text(found, "/spec/nodeName")));
        String uid = pod.map(found -> Metadata.of(found).uid()).orElse("");
        abandonOthers(key, uid);
        if (pod.isEmpty() || isOver(pod.get(), uid)) {
            return;
        }
        PodLifecycle lifecycle = pods.computeIfAbsent(
                uid,
                absent -> new PodLifecycle(
                        parts, pod.get(), () -> controller.queue().add(key)));
        lifecycle.step(pod.get()).ifPresent(later -> controller.queue().addLater(key, later));
    }

    /** A pod that ended before this node knew it stays as it is, and goes when it is deleted. */
    private boolean isOver(ObjectNode pod, String uid) {
        String phase = Json.text(pod, "/status/phase");
        return !pods.containsKey(uid) && (phase.equals("Succeeded") || phase.equals("Failed"));
    }

    /** Pods of this name that the API server no longer knows were deleted by force. */
    private void abandonOthers(ObjectKey key, String uid) {
        for (PodLifecycle lifecycle : List.copyOf(pods.values())) {
            if (lifecycle.key().equals(key) && !lifecycle.uid().equals(uid)) {
                lifecycle.abandon();
                if (lifecycle.hasNoProcess()) {
                    pods.remove(lifecycle.uid());
                }
            }
        }
    }

    private Collection<Long> processesUsing(Set<String> volumeHandles) {
        return pods.values().stream()
                .filter(pod -> pod.uses(volumeHandles))
                .flatMap(PodLifecycle::processes)
                .map(ContainerProcess::pid)
                .toList();
    }

    Optional<PodLifecycle> pod(String namespace, String name) {
        ObjectKey key = new ObjectKey(namespace, name);
        return objects.get(ResourceType.POD, key)
                .map(pod -> pods.get(Metadata.of(pod).uid()));
    }

    /** The host's port that stands for the port of a container, once the container has been started. */
    public Optional<Integer> port(String namespace, String pod, String container) {
        return objects.get(ResourceType.POD, namespace, pod)
                .flatMap(found -> Metadata.of(found).annotation(PodLifecycle.PORT_ANNOTATION + container))
                .map(Integer::valueOf);
    }

    /** Runs programs in its containers, for pods/exec. */
    public ExecHandler exec() {
        return new NodeExec(this);
    }

    /** Gives the output of its containers, for pods/log. */
    public LogHandler logs() {
        return new NodeLogs(this);
    }

    /** Ways in which nodes and containers fail. */
    public NodeFaults faults() {
        return new NodeFaults(this);
    }

    /** The node stops answering: its containers die, and nobody tells the API server. */
    void vanish() {
        gone = true;
        pods.values().forEach(pod -> pod.containers().forEach(ContainerLifecycle::kill));
        reportReady(false);
        pods.values()
                .forEach(pod -> objects.edit(
                        ResourceType.POD,
                        pod.key(),
                        changed -> PodStatus.condition(
                                Json.status(changed), "Ready", false, "NodeNotReady", objects.now())));
    }

    /** The node is back, as after a reboot: containers start again. */
    void comeBack() {
        gone = false;
        reportReady(true);
        objects.listAll(ResourceType.POD).forEach(pod -> controller.queue().add(ObjectKey.of(pod)));
    }

    /** Takes no more pods and kills all that run. */
    @Override
    public void close() {
        scheduler.close();
        controller.close();
        List<ContainerProcess> running =
                pods.values().stream().flatMap(PodLifecycle::processes).toList();
        running.forEach(ContainerProcess::kill);
        running.forEach(process -> process.exit()
                .completeOnTimeout(ContainerProcess.KILLED, END_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join());
    }
}
