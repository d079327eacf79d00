package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import io.jenkins.plugins.consistentbackup.cluster.RoleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Which profile the rights allow.
 *
 * @param profile to work with
 * @param missing rights that are needed and lacking
 * @param warnings for the plan
 * @param problems for the plan: each missing right, and the Roles that would grant them
 */
record Access(Profile profile, List<Right> missing, List<String> warnings, List<String> problems) {

    private static final String ROLE_NAME = "consistent-backup-restore";

    boolean enough() {
        return problems.isEmpty();
    }

    /** Asks the cluster what the identity may do. */
    static CompletableFuture<Access> check(
            final Cluster cluster,
            final Operation operation,
            final String from,
            final String into,
            final RestoreChoices choices) {
        List<Right> needed = new ArrayList<>(RestoreRights.inNamespace(into));
        if (!from.equals(into)) {
            needed.addAll(RestoreRights.toReadSetsOf(from));
        }
        List<Right> wide = new ArrayList<>(RestoreRights.inCluster());
        if (operation == Operation.CLONE) {
            wide.addAll(RestoreRights.forClone(into));
        }
        return cluster.missing(needed)
                .thenCombine(cluster.missing(wide), (near, far) -> decide(operation, choices, near, far));
    }

    private static Access decide(
            final Operation operation, final RestoreChoices choices, final List<Right> near, final List<Right> far) {
        boolean wideNeeded = operation == Operation.CLONE
                || choices.profile().filter(wanted -> wanted == Profile.CLUSTER).isPresent();
        boolean wideWanted = choices.profile().orElse(Profile.CLUSTER) == Profile.CLUSTER;
        List<String> warnings = new ArrayList<>();
        List<Right> missing = new ArrayList<>(near);
        if (wideNeeded) {
            missing.addAll(far);
        } else if (wideWanted && !far.isEmpty()) {
            warnings.add("old volumes cannot be kept without these rights, so cold snapshots are made of them: "
                    + far.stream().map(Right::toString).collect(Collectors.joining(", ")));
        }
        Profile profile = wideNeeded || wideWanted && far.isEmpty() ? Profile.CLUSTER : Profile.NAMESPACE;
        return new Access(profile, List.copyOf(missing), warnings, problems(missing));
    }

    private static List<String> problems(final List<Right> missing) {
        if (missing.isEmpty()) {
            return List.of();
        }
        String names = missing.stream().map(Right::toString).collect(Collectors.joining(", "));
        Map<String, List<Right>> byNamespace = missing.stream()
                .collect(Collectors.groupingBy(Right::namespace, LinkedHashMap::new, Collectors.toList()));
        String roles = byNamespace.entrySet().stream()
                .map(entry -> RoleText.of(ROLE_NAME, entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("---\n"));
        return List.of("missing rights: " + names + ". These would grant them:\n" + roles);
    }
}
