package io.jenkins.plugins.consistentbackup.catalog;

import java.util.List;

/**
 * A workload that used volumes of a set.
 *
 * @param kind {@code StatefulSet}, {@code Deployment}, …
 * @param name its name
 * @param uid its uid
 * @param replicas how many pods it was to have
 * @param containers what its pods ran
 * @param claimTemplates names of its claim templates; empty for other kinds than StatefulSet
 */
public record SavedWorkload(
        String kind,
        String name,
        String uid,
        int replicas,
        List<ContainerImage> containers,
        List<String> claimTemplates) {

    public SavedWorkload {
        containers = List.copyOf(containers);
        claimTemplates = List.copyOf(claimTemplates);
    }

    /**
     * What a container ran.
     *
     * @param container its name
     * @param image as in the pod template
     * @param imageId with the digest, as the node reported it; or empty
     */
    public record ContainerImage(String container, String image, String imageId) {}
}
