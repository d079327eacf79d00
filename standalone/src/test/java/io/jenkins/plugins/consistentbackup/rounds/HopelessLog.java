package io.jenkins.plugins.consistentbackup.rounds;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import java.util.Optional;

/** Reads in a pod's log that a copy will never start, so that nobody has to wait for it. */
final class HopelessLog implements AutoCloseable {
    private final KubernetesClient client;
    private final String namespace;
    private final String pod;
    private final String word;

    /** @param word what a line has that says so; empty when none does */
    HopelessLog(final EmbeddedCluster cluster, final String namespace, final String pod, final String word) {
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
        this.namespace = namespace;
        this.pod = pod;
        this.word = word;
    }

    /** From the word on, the first line that has it; empty as well when there is no pod whose log could be read. */
    Optional<String> line() {
        if (word.isEmpty()) {
            return Optional.empty();
        }
        try {
            return client.pods()
                    .inNamespace(namespace)
                    .withName(pod)
                    .getLog()
                    .lines()
                    .filter(line -> line.contains(word))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(word)));
        } catch (KubernetesClientException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
