package io.jenkins.plugins.consistentbackup.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.embedded.api.store.DeleteOptions;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;

/** What happens to a run's pods, its namespace, or the whole cluster beside one of its requests. */
enum Mishap {
    NONE,
    /** Its pods are deleted, and others of their names are started. */
    POD_GONE,
    /** The pod that comes next, such as one that prepares data, is deleted as soon as it is there. */
    NEXT_POD_GONE,
    /** The first process of each container gets SIGKILL, which all others in it go with; the kubelet starts it again. */
    CONTAINER_KILLED,
    /** The same as soon as a container of the run runs again. */
    NEXT_CONTAINER_KILLED,
    /** Somebody deletes it, with everything in it. */
    NAMESPACE_GONE,
    /** The node loses power with everything that runs on it, and is back after a while. */
    NODE_GONE,
    /** The same, and it never comes back. */
    NODE_GONE_FOR_GOOD,
    /** The snapshot-controller dies, and after a while another one takes over. */
    SNAPSHOT_CONTROLLER_GONE,
    /** All connections are cut, and no request is answered, for longer than a Lease stands. */
    API_SERVER_AWAY;

    /** Longer than a restore's Lease, of 15 s. */
    private static final Duration AWAY = Duration.ofSeconds(20);

    private static final Duration NEXT_LOOK = Duration.ofMillis(20);
    private static final Duration REBOOT = Duration.ofSeconds(4);
    private static final Duration TAKEOVER = Duration.ofSeconds(2);

    /** Whether those who share the cluster notice it. */
    boolean befallsEverybody() {
        return this == NODE_GONE
                || this == NODE_GONE_FOR_GOOD
                || this == SNAPSHOT_CONTROLLER_GONE
                || this == API_SERVER_AWAY;
    }

    /** Whether the database is started again because of it. */
    boolean endsContainers() {
        return this == POD_GONE || this == CONTAINER_KILLED || this == NODE_GONE;
    }

    void happen(final SweepCluster sweep, final String namespace) {
        EmbeddedCluster cluster = sweep.embedded();
        switch (this) {
            case NONE -> {}
            case POD_GONE -> pods(cluster, namespace).forEach(pod -> delete(cluster, namespace, pod));
            case NEXT_POD_GONE -> nextPodGone(sweep, namespace);
            case CONTAINER_KILLED -> killContainers(cluster, namespace);
            case NEXT_CONTAINER_KILLED -> nextContainerKilled(sweep, namespace);
            case NAMESPACE_GONE ->
                cluster.store().delete(ResourceType.NAMESPACE, null, namespace, DeleteOptions.DEFAULTS);
            case NODE_GONE -> {
                cluster.nodeFaults().loseNode();
                later(sweep, REBOOT, cluster.nodeFaults()::returnNode);
            }
            case NODE_GONE_FOR_GOOD -> cluster.nodeFaults().loseNode();
            case SNAPSHOT_CONTROLLER_GONE -> {
                cluster.stopSnapshotController();
                later(sweep, TAKEOVER, cluster::startSnapshotController);
            }
            case API_SERVER_AWAY -> {
                sweep.faults().answerNobody(AWAY);
                cluster.server().cutConnections();
            }
        }
    }

    private static void nextPodGone(final SweepCluster sweep, final String namespace) {
        List<ObjectNode> pods = pods(sweep.embedded(), namespace);
        if (pods.isEmpty()) {
            later(sweep, NEXT_LOOK, () -> nextPodGone(sweep, namespace));
        } else {
            pods.forEach(pod -> delete(sweep.embedded(), namespace, pod));
        }
    }

    private static void nextContainerKilled(final SweepCluster sweep, final String namespace) {
        if (killContainers(sweep.embedded(), namespace) == 0) {
            later(sweep, NEXT_LOOK, () -> nextContainerKilled(sweep, namespace));
        }
    }

    /** Returns how many were running, and are not any more. */
    private static int killContainers(final EmbeddedCluster cluster, final String namespace) {
        int killed = 0;
        for (ObjectNode pod : pods(cluster, namespace)) {
            for (JsonNode container : pod.at("/status/containerStatuses")) {
                String name = container.path("name").asText();
                if (container.at("/state/running").isObject() && kill(cluster, namespace, pod, name)) {
                    killed++;
                }
            }
        }
        return killed;
    }

    private static boolean kill(
            final EmbeddedCluster cluster, final String namespace, final ObjectNode pod, final String container) {
        try {
            cluster.nodeFaults().kill(namespace, Metadata.of(pod).name(), container);
            System.out.printf(
                    "killed container %s of pod %s/%s%n",
                    container, namespace, Metadata.of(pod).name());
            return true;
        } catch (NoSuchElementException e) {
            System.out.println("a container had ended before: " + e.getMessage());
            return false;
        }
    }

    private static List<ObjectNode> pods(final EmbeddedCluster cluster, final String namespace) {
        return cluster.store().list(ResourceType.POD, namespace, Selector.everything());
    }

    private static void delete(final EmbeddedCluster cluster, final String namespace, final ObjectNode pod) {
        try {
            cluster.store().delete(ResourceType.POD, namespace, Metadata.of(pod).name(), DeleteOptions.DEFAULTS);
        } catch (ApiException e) {
            System.out.println("a pod of " + namespace + " was gone before: " + e.getMessage());
        }
    }

    private static void later(final SweepCluster sweep, final Duration delay, final Runnable work) {
        sweep.scheduler().schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
