package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Why a workload's pods are not ready. */
final class PodTroubles {
    private final Tools tools;
    private final String namespace;

    PodTroubles(final Tools tools, final String namespace) {
        this.tools = tools;
        this.namespace = namespace;
    }

    /** Fails, with what the pods say added to the failure. */
    CompletableFuture<Void> explain(final StoppedWorkload workload, final Throwable failure) {
        return tools.cluster().list(Kind.PODS, namespace, Map.of()).thenAccept(pods -> {
            throw Explained.of(failure, describe(workload, pods));
        });
    }

    private static String describe(final StoppedWorkload workload, final List<Pod> pods) {
        List<String> lines = pods.stream()
                .filter(pod -> pod.getMetadata().getName().startsWith(workload.name + "-"))
                .flatMap(pod -> Pods.troubles(pod).stream()
                        .map(trouble -> pod.getMetadata().getName() + " " + trouble))
                .toList();
        return lines.isEmpty() ? "" : "; " + String.join("; ", lines);
    }
}
