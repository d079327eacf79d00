package io.jenkins.plugins.consistentbackup.backup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Refuses, before anything is held, pods of one workload of which more than one says that it is primary: after a split
 * each has writes that the other lacks, and a restore would bring both back.
 */
final class OnePrimary {
    private OnePrimary() {}

    /** One container of a pod template, in all pods that were made of it. */
    private record Replicated(String workload, String container) {}

    /** @throws BackupException when a workload has several primaries */
    static void require(final List<PlannedDatabase> databases) {
        Map<Replicated, List<PlannedDatabase>> primaries = databases.stream()
                .filter(database -> database.role() == Role.PRIMARY)
                .collect(Collectors.groupingBy(
                        database -> new Replicated(
                                database.workload(), database.container().container()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<String> problems = primaries.values().stream()
                .filter(same -> same.size() > 1)
                .map(OnePrimary::problem)
                .toList();
        if (!problems.isEmpty()) {
            throw BackupException.ofAll("workloads with several primaries", problems);
        }
    }

    private static String problem(final List<PlannedDatabase> primaries) {
        PlannedDatabase one = primaries.get(0);
        return one.workload() + " has " + primaries.size() + " primaries by the role probe of template "
                + one.template() + ": "
                + primaries.stream()
                        .map(database -> database.container().toString())
                        .collect(Collectors.joining(", "))
                + "; wait until all but one have stepped down; if each is meant to take writes, back them up one by"
                + " one, each with a selector that only its pod matches (statefulset.kubernetes.io/pod-name="
                + one.container().pod() + ")";
    }
}
