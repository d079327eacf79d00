package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.store.DeleteOptions;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects.EventType;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.controller.ObjectKey;
import io.jenkins.plugins.consistentbackup.embedded.node.PodVolumes.NotMountedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One pod on the node, from its assignment until its last container has ended. Its methods are called by one thread at
 * a time, the work queue's; reading what it runs is possible from any.
 */
final class PodLifecycle {
    /** Where clients outside find the port of a container's server. */
    static final String PORT_ANNOTATION = "embedded.consistent-backup/port-";

    private static final Duration MOUNT_AGAIN = Duration.ofSeconds(2);

    private final NodeParts parts;
    private final ObjectKey key;
    private final String uid;
    private final Path directory;
    private final RestartPolicy policy;
    private final long specGrace;
    private final List<ContainerLifecycle> init;
    private final List<ContainerLifecycle> main;
    private volatile PodVolumes.Mounted mounted;
    private boolean terminating;
    private boolean finished;

    /** @param changed asks for the next call */
    PodLifecycle(NodeParts parts, ObjectNode pod, Runnable changed) {
        this.parts = parts;
        this.key = ObjectKey.of(pod);
        this.uid = Metadata.of(pod).uid();
        this.directory = parts.directory().resolve(uid);
        this.policy = RestartPolicy.of(pod);
        this.specGrace = Json.number(pod, "/spec/terminationGracePeriodSeconds", 30);
        this.init = Json.items(pod, "/spec/initContainers")
                .map(spec -> new ContainerLifecycle(parts, spec, true, changed))
                .toList();
        this.main = Json.items(pod, "/spec/containers")
                .map(spec -> new ContainerLifecycle(parts, spec, false, changed))
                .toList();
    }

    String uid() {
        return uid;
    }

    ObjectKey key() {
        return key;
    }

    Stream<ContainerLifecycle> containers() {
        return Stream.concat(init.stream(), main.stream());
    }

    Optional<ContainerLifecycle> container(String name) {
        return containers().filter(container -> container.name().equals(name)).findFirst();
    }

    /** The first processes of its containers that run now. */
    Stream<ContainerProcess> processes() {
        return containers().flatMap(container -> container.process().stream()).filter(ContainerProcess::isRunning);
    }

    boolean uses(Collection<String> volumeHandles) {
        PodVolumes.Mounted now = mounted;
        return now != null && volumeHandles.stream().anyMatch(now.handles()::contains);
    }

    boolean hasNoProcess() {
        return containers().noneMatch(ContainerLifecycle::hasProcess);
    }

    /** Makes the next step for a pod as it is now. Returns when to call again even if nothing happens. */
    Optional<Duration> step(ObjectNode pod) {
        if (Metadata.of(pod).isBeingDeleted() || terminating) {
            terminate(pod);
            return Optional.empty();
        }
        if (finished) {
            return Optional.empty();
        }
        if (!mount(pod)) {
            publish(pod);
            return Optional.of(MOUNT_AGAIN);
        }
        Optional<Duration> again = advance(pod);
        publish(pod);
        return again;
    }

    private boolean mount(ObjectNode pod) {
        if (mounted != null) {
            return true;
        }
        try {
            parts.sandbox().run(Duration.ofSeconds(10), "mkdir", "-p", directory.toString());
            mounted = parts.volumes().mount(pod, directory);
            return true;
        } catch (NotMountedException e) {
            parts.objects().event(pod, EventType.WARNING, "FailedMount", e.getMessage());
            return false;
        }
    }

    private Optional<Duration> advance(ObjectNode pod) {
        for (ContainerLifecycle container : init) {
            if (!container.hasSucceeded()) {
                Optional<Duration> again = advance(pod, container, policy.forInit());
                if (!container.hasSucceeded()) {
                    return again;
                }
            }
        }
        List<Duration> again = new ArrayList<>();
        for (ContainerLifecycle container : main) {
            advance(pod, container, policy).ifPresent(again::add);
        }
        String phase = PodStatus.phase(init, main, policy);
        finished = phase.equals("Succeeded") || phase.equals("Failed");
        return again.stream().min(Duration::compareTo);
    }

    private Optional<Duration> advance(ObjectNode pod, ContainerLifecycle container, RestartPolicy restart) {
        Optional<ContainerProcess> before = container.process();
        container
                .complaint()
                .ifPresent(complaint -> parts.objects().event(pod, EventType.WARNING, "Unhealthy", complaint));
        PodContainerStart start = new PodContainerStart(parts, pod, container.spec(), mounted, directory);
        Optional<Duration> again = container.advance(start, restart);
        // The first restart comes with the exit, and may have another port.
        if (container.hasProcess() && !container.process().equals(before)) {
            start.chosenPort()
                    .ifPresent(port -> parts.objects()
                            .edit(
                                    ResourceType.POD,
                                    pod,
                                    changed -> Metadata.of(changed)
                                            .putAnnotation(
                                                    PORT_ANNOTATION + container.name(), Integer.toString(port))));
            parts.objects().event(pod, EventType.NORMAL, "Started", "Started container " + container.name());
        } else if (again.isPresent() && container.state() instanceof ContainerState.Waiting waiting) {
            String reason = waiting.reason().equals("CrashLoopBackOff") ? "BackOff" : "Failed";
            parts.objects()
                    .event(pod, EventType.WARNING, reason, "Error: " + waiting.reason() + ": " + waiting.message());
        }
        return again;
    }

    private void publish(ObjectNode pod) {
        parts.objects()
                .edit(
                        ResourceType.POD,
                        pod,
                        changed -> PodStatus.apply(
                                changed, init, main, policy, parts.objects().now()));
    }

    private void terminate(ObjectNode pod) {
        containers().forEach(ContainerLifecycle::observe);
        long grace = Json.number(pod, "/metadata/deletionGracePeriodSeconds", (int) specGrace);
        if (!terminating) {
            terminating = true;
            containers().forEach(container -> container.stop(grace));
        }
        if (hasNoProcess()) {
            release();
            parts.objects().delete(ResourceType.POD, pod, DeleteOptions.DEFAULTS.withGraceSeconds(0));
        } else {
            publish(pod);
        }
    }

    /** Ends everything at once, without a word to the API server, which knows no such pod any more. */
    void abandon() {
        terminating = true;
        containers().forEach(ContainerLifecycle::observe);
        containers().forEach(ContainerLifecycle::kill);
        if (hasNoProcess()) {
            release();
        }
    }

    private void release() {
        mounted = null;
        parts.sandbox().run(Duration.ofMinutes(1), "rm", "-rf", "--one-file-system", directory.toString());
    }
}
