package io.jenkins.plugins.consistentbackup.backup;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which pods a request means. A request that means none, or one that cannot be held, is refused: never skipped. */
final class PodSelection {
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final Inventory inventory;
    private final BackupRequest request;

    private PodSelection(final Inventory inventory, final BackupRequest request) {
        this.inventory = inventory;
        this.request = request;
    }

    /**
     * The pods with claims that are meant, each running and ready.
     *
     * @throws BackupException when there is none, when a named workload has none, or when one is not ready
     */
    static List<Pod> of(final Inventory inventory, final BackupRequest request) {
        return new PodSelection(inventory, request).select();
    }

    private List<Pod> select() {
        List<Pod> alive = inventory.pods().stream()
                .filter(pod -> !ENDED.contains(phase(pod)))
                .toList();
        if (alive.isEmpty()) {
            throw new BackupException("namespace " + request.namespace()
                    + " has no running pod; check the name of the namespace, and that it is the right cluster");
        }
        request.workloads().forEach(name -> requireWorkload(name, alive));
        List<Pod> meant = alive.stream()
                .filter(pod -> hasLabels(pod, request.selector()))
                .filter(pod -> request.workloads().isEmpty()
                        || request.workloads()
                                .contains(inventory.workloadOf(pod).toString()))
                .toList();
        if (meant.isEmpty()) {
            throw new BackupException("no pod of namespace " + request.namespace() + " matches the selector "
                    + request.selector() + "; its pods are " + names(alive));
        }
        List<Pod> withClaims =
                meant.stream().filter(pod -> !claims(pod).isEmpty()).toList();
        if (withClaims.isEmpty()) {
            throw new BackupException("none of the pods " + names(meant) + " in namespace " + request.namespace()
                    + " has a PersistentVolumeClaim: there is nothing to back up");
        }
        requireReady(withClaims);
        return withClaims;
    }

    private void requireWorkload(final String name, final List<Pod> alive) {
        boolean found = alive.stream()
                .anyMatch(pod -> inventory.workloadOf(pod).toString().equals(name));
        if (!found) {
            List<String> known = alive.stream()
                    .map(pod -> inventory.workloadOf(pod).toString())
                    .distinct()
                    .sorted()
                    .toList();
            throw new BackupException("namespace " + request.namespace() + " has no running pod of " + name
                    + "; workloads with pods there: " + String.join(", ", known));
        }
    }

    private static void requireReady(final List<Pod> pods) {
        List<String> problems = new ArrayList<>();
        for (Pod pod : pods) {
            whyNotReady(pod)
                    .ifPresent(why -> problems.add("pod " + pod.getMetadata().getNamespace() + "/"
                            + pod.getMetadata().getName() + " " + why
                            + ", so its database cannot be held; wait until it is ready, or leave it out"));
        }
        if (!problems.isEmpty()) {
            throw BackupException.ofAll("pods that cannot be held", problems);
        }
    }

    private static Optional<String> whyNotReady(final Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return Optional.of("is being deleted");
        }
        if (!"Running".equals(phase(pod))) {
            return Optional.of("is not running (phase " + phase(pod) + waitingReason(pod) + ")");
        }
        boolean ready = pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
        return ready ? Optional.empty() : Optional.of("is not ready" + waitingReason(pod));
    }

    private static String waitingReason(final Pod pod) {
        return pod.getStatus() == null
                ? ""
                : pod.getStatus().getContainerStatuses().stream()
                        .filter(status ->
                                status.getState() != null && status.getState().getWaiting() != null)
                        .findFirst()
                        .map(PodSelection::describe)
                        .orElse("");
    }

    private static String describe(final ContainerStatus status) {
        return ", container " + status.getName() + ": "
                + status.getState().getWaiting().getReason();
    }

    /** Names of the claims that a pod mounts. */
    static List<String> claims(final Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                .map(Volume::getPersistentVolumeClaim)
                .map(claim -> claim.getClaimName())
                .distinct()
                .toList();
    }

    private static boolean hasLabels(final Pod pod, final Map<String, String> selector) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return selector.isEmpty() || labels != null && labels.entrySet().containsAll(selector.entrySet());
    }

    private static String phase(final Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? "Pending"
                : pod.getStatus().getPhase();
    }

    private static String names(final List<Pod> pods) {
        List<String> names =
                pods.stream().map(pod -> pod.getMetadata().getName()).sorted().toList();
        return names.size() <= 10
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 10)) + " and " + (names.size() - 10) + " more";
    }
}
