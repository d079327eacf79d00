package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import java.util.Optional;

/**
 * The Lease of a namespace after a run.
 *
 * @param namespace where
 * @param holder who still has it; empty when nobody has
 * @param version which must not change any more: a Lease that is renewed never expires
 * @param seenNanos when it was looked at
 */
record LeftLease(String namespace, String holder, String version, long seenNanos) {
    static LeftLease of(final EmbeddedCluster cluster, final String namespace) {
        return cluster.store()
                .find(ResourceType.LEASE, namespace, "consistent-backup")
                .map(lease -> new LeftLease(
                        namespace,
                        lease.at("/spec/holderIdentity").asText(""),
                        lease.at("/metadata/resourceVersion").asText(),
                        System.nanoTime()))
                .orElse(new LeftLease(namespace, "", "", System.nanoTime()));
    }

    boolean isLeft() {
        return !holder.isEmpty();
    }

    /** How long ago it was looked at. */
    long ageNanos() {
        return System.nanoTime() - seenNanos;
    }

    /** Why it will not expire, if somebody still renews it. */
    Optional<String> renewed(final EmbeddedCluster cluster) {
        return LeftLease.of(cluster, namespace).version().equals(version)
                ? Optional.empty()
                : Optional.of("the Lease of " + namespace + " is still renewed for " + holder);
    }
}
