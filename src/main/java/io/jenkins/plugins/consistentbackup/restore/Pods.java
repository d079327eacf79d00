package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Questions to a pod. */
final class Pods {
    private Pods() {}

    /** Names of the claims that it uses, generic ephemeral volumes left out: those belong to the pod alone. */
    static List<String> claimsOf(final Pod pod) {
        List<Volume> volumes = pod.getSpec().getVolumes();
        return volumes == null
                ? List.of()
                : volumes.stream()
                        .map(Volume::getPersistentVolumeClaim)
                        .filter(Objects::nonNull)
                        .map(claim -> claim.getClaimName())
                        .toList();
    }

    /** Its controlling owner; empty for a bare pod. */
    static Optional<OwnerReference> controller(final Pod pod) {
        List<OwnerReference> owners = pod.getMetadata().getOwnerReferences();
        return owners == null
                ? Optional.empty()
                : owners.stream()
                        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                        .findFirst();
    }

    static String phase(final Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? "Pending"
                : pod.getStatus().getPhase();
    }

    static boolean leaving(final Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /** Whether a container of it runs. */
    static boolean runs(final Pod pod, final String container) {
        return !leaving(pod)
                && statuses(pod).stream()
                        .anyMatch(status -> status.getName().equals(container)
                                && status.getState() != null
                                && status.getState().getRunning() != null);
    }

    /** What keeps it from running or being ready, one line each. */
    static List<String> troubles(final Pod pod) {
        List<String> troubles = new ArrayList<>();
        if (pod.getStatus() == null) {
            return troubles;
        }
        List<PodCondition> conditions = pod.getStatus().getConditions();
        if (conditions != null) {
            conditions.stream()
                    .filter(condition ->
                            "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                    .forEach(condition -> troubles.add("not scheduled: " + condition.getMessage()));
        }
        for (ContainerStatus status : statuses(pod)) {
            trouble(status).ifPresent(trouble -> troubles.add(status.getName() + ": " + trouble));
        }
        return troubles;
    }

    private static Optional<String> trouble(final ContainerStatus status) {
        if (status.getState() != null && status.getState().getWaiting() != null) {
            String reason = status.getState().getWaiting().getReason();
            String message = status.getState().getWaiting().getMessage();
            return Optional.of("waiting, " + reason + (message == null ? "" : " (" + message + ")"));
        }
        if (status.getState() != null && status.getState().getTerminated() != null) {
            return Optional.of(
                    "ended with status " + status.getState().getTerminated().getExitCode());
        }
        return Boolean.TRUE.equals(status.getReady()) ? Optional.empty() : Optional.of("runs, but is not ready");
    }

    static List<ContainerStatus> statuses(final Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null
                ? List.of()
                : pod.getStatus().getContainerStatuses();
    }
}
