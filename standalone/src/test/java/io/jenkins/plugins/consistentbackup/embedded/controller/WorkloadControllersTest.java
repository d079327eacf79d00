package io.jenkins.plugins.consistentbackup.embedded.controller;

import static io.jenkins.plugins.consistentbackup.embedded.controller.ClusterFixture.READY;
import static io.jenkins.plugins.consistentbackup.embedded.controller.ClusterFixture.is;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workloads behave as in Kubernetes; each fact names its source in kubernetes/kubernetes. */
class WorkloadControllersTest {
    @RegisterExtension
    static final ClusterFixture in = new ClusterFixture(EmbeddedCluster.ATOMIC_CLASS);

    private static final String FOREVER = "trap 'exit 0' TERM; while :; do sleep 0.2; done";

    private void set(int replicas, String more) {
        in.apply("""
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: web, namespace: NAMESPACE}
            spec:
              replicas: %d
              serviceName: web
              selector: {matchLabels: {app: web}}
            %s
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - {name: main, image: debian, command: [sh, -c, "%s"], volumeMounts: [{name: data, mountPath: /data}]}
              volumeClaimTemplates:
              - metadata: {name: data}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
            """.formatted(replicas, more.indent(2), FOREVER));
    }

    private void stopSet() {
        in.client()
                .apps()
                .statefulSets()
                .inNamespace(in.namespace())
                .withName("web")
                .scale(0);
    }

    private void pod(String name, String spec) {
        in.apply("""
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: NAMESPACE}
            spec:
            %s
            """.formatted(name, spec.indent(2)));
    }

    /** pkg/controller/statefulset/stateful_set_control.go: monotonic in both directions; claims stay. */
    @Test
    void statefulSetStartsInOrderAndStopsInReverseAndKeepsItsClaims() throws Exception {
        set(2, "");
        ObjectNode second = in.await(ResourceType.POD, "web-1", READY);
        ObjectNode first = in.get(ResourceType.POD, "web-0");
        assertThat(Json.text(second, "/metadata/creationTimestamp"))
                .isGreaterThanOrEqualTo(Json.text(first, "/metadata/creationTimestamp"));
        assertThat(Metadata.of(first).label("statefulset.kubernetes.io/pod-name"))
                .contains("web-0");
        in.await(ResourceType.STATEFUL_SET, "web", is("/status/readyReplicas", "2"));

        stopSet();
        in.awaitGone(ResourceType.POD, "web-0");
        in.await(ResourceType.STATEFUL_SET, "web", is("/status/replicas", "0"));
        assertThat(in.list(ResourceType.POD)).isEmpty();
        assertThat(in.list(ResourceType.PERSISTENT_VOLUME_CLAIM)).hasSize(2);
    }

    /** pkg/controller/statefulset/stateful_set_utils.go, updateClaimOwnerRefForSetAndPod. */
    @Test
    void claimsGoWithScaledPodsWhenThePolicySaysSo() throws Exception {
        set(1, "persistentVolumeClaimRetentionPolicy: {whenScaled: Delete, whenDeleted: Retain}");
        in.await(ResourceType.POD, "web-0", READY);
        stopSet();
        in.awaitGone(ResourceType.PERSISTENT_VOLUME_CLAIM, "data-web-0");
    }

    /** pkg/controller/volume/pvcprotection; scheduler: a pod that has a node keeps its claim. */
    @Test
    void claimInUseStaysUntilItsPodIsGone() throws Exception {
        set(1, "");
        in.await(ResourceType.POD, "web-0", READY);
        in.delete(ResourceType.PERSISTENT_VOLUME_CLAIM, "data-web-0");
        assertThat(Metadata.of(in.get(ResourceType.PERSISTENT_VOLUME_CLAIM, "data-web-0"))
                        .isBeingDeleted())
                .isTrue();
        stopSet();
        in.awaitGone(ResourceType.PERSISTENT_VOLUME_CLAIM, "data-web-0");
    }

    /** pkg/controller/deployment, pkg/controller/replicaset. */
    @Test
    void deploymentReplacesItsPodsWhenItsTemplateChanges() throws Exception {
        String yaml = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: app, namespace: NAMESPACE}
            spec:
              replicas: 2
              strategy: {type: %s}
              selector: {matchLabels: {app: app}}
              template:
                metadata: {labels: {app: app}, annotations: {round: "%d"}}
                spec: {containers: [{name: main, image: debian, command: [sh, -c, "%s"]}]}
            """;
        in.apply(yaml.formatted("RollingUpdate", 1, FOREVER));
        in.await(ResourceType.DEPLOYMENT, "app", is("/status/readyReplicas", "2"));
        in.apply(yaml.formatted("RollingUpdate", 2, FOREVER));
        in.await(
                ResourceType.DEPLOYMENT,
                "app",
                object -> Json.number(object, "/status/observedGeneration", 0) == 2
                        && Json.number(object, "/status/updatedReplicas", 0) == 2
                        && Json.number(object, "/status/replicas", 0) == 2
                        && Json.number(object, "/status/readyReplicas", 0) == 2);
        assertThat(in.list(ResourceType.REPLICA_SET)).hasSize(2);
        in.client()
                .apps()
                .deployments()
                .inNamespace(in.namespace())
                .withName("app")
                .scale(0);
        in.await(ResourceType.DEPLOYMENT, "app", is("/status/replicas", "0"));
    }

    /** pkg/controller/job/job_controller.go. */
    @Test
    void jobEndsWhenItsPodHasSucceededAndFailsWhenTooManyFailed() throws Exception {
        String yaml = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: %s, namespace: NAMESPACE}
            spec:
              backoffLimit: 1
              template:
                spec: {restartPolicy: Never, containers: [{name: main, image: busybox, args: [sh, -c, "%s"]}]}
            """;
        in.apply(yaml.formatted("good", "echo done"));
        in.apply(yaml.formatted("bad", "exit 3"));
        in.await(ResourceType.JOB, "good", is("/status/succeeded", "1"));
        ObjectNode bad = in.await(ResourceType.JOB, "bad", is("/status/failed", "2"));
        assertThat(bad.at("/status/succeeded").asInt()).isZero();
    }
}
