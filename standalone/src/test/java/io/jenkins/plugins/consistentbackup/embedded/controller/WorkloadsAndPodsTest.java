package io.jenkins.plugins.consistentbackup.embedded.controller;

import static io.jenkins.plugins.consistentbackup.embedded.controller.ClusterFixture.is;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.consistentbackup.embedded.ClusterOptions;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workloads and pods behave as in Kubernetes; each fact names its source in kubernetes/kubernetes. */
class WorkloadsAndPodsTest {
    @TempDir
    static Path directory;

    private static EmbeddedCluster cluster;
    private static KubernetesClient client;
    private String namespace;
    private ClusterFixture in;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.start(ClusterOptions.defaults()
                .withParent(directory)
                .withPlainDirectories()
                .withWaitForFirstConsumer(EmbeddedCluster.ATOMIC_CLASS));
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    @BeforeEach
    void namespace() {
        namespace = "ns-" + UUID.randomUUID();
        in = new ClusterFixture(cluster, namespace);
    }

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

    private void pod(String name, String spec) {
        in.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: NAMESPACE}
                spec:
                %s
                """.formatted(name, spec.indent(2)));
    }

    private static Predicate<ObjectNode> ready() {
        return object -> Json.items(object, "/status/conditions")
                .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True"));
    }

    /** pkg/controller/statefulset/stateful_set_control.go: monotonic in both directions; claims stay. */
    @Test
    void statefulSetStartsInOrderAndStopsInReverseAndKeepsItsClaims() throws Exception {
        set(2, "");
        ObjectNode second = in.await(ResourceType.POD, "web-1", ready());
        ObjectNode first = in.get(ResourceType.POD, "web-0");
        assertThat(Json.text(second, "/metadata/creationTimestamp"))
                .isGreaterThanOrEqualTo(Json.text(first, "/metadata/creationTimestamp"));
        assertThat(Metadata.of(first).label("statefulset.kubernetes.io/pod-name"))
                .contains("web-0");
        in.await(ResourceType.STATEFUL_SET, "web", is("/status/readyReplicas", "2"));

        client.apps().statefulSets().inNamespace(namespace).withName("web").scale(0);
        in.awaitGone(ResourceType.POD, "web-0");
        in.await(ResourceType.STATEFUL_SET, "web", is("/status/replicas", "0"));
        assertThat(in.list(ResourceType.POD)).isEmpty();
        assertThat(in.list(ResourceType.PERSISTENT_VOLUME_CLAIM)).hasSize(2);
    }

    /** pkg/controller/statefulset/stateful_set_utils.go, updateClaimOwnerRefForSetAndPod. */
    @Test
    void claimsGoWithScaledPodsWhenThePolicySaysSo() throws Exception {
        set(1, "persistentVolumeClaimRetentionPolicy: {whenScaled: Delete, whenDeleted: Retain}");
        in.await(ResourceType.POD, "web-0", ready());
        client.apps().statefulSets().inNamespace(namespace).withName("web").scale(0);
        in.awaitGone(ResourceType.PERSISTENT_VOLUME_CLAIM, "data-web-0");
    }

    /** pkg/controller/volume/pvcprotection; scheduler: a pod that has a node keeps its claim. */
    @Test
    void claimInUseStaysUntilItsPodIsGone() throws Exception {
        set(1, "");
        in.await(ResourceType.POD, "web-0", ready());
        in.delete(ResourceType.PERSISTENT_VOLUME_CLAIM, "data-web-0");
        assertThat(Metadata.of(in.get(ResourceType.PERSISTENT_VOLUME_CLAIM, "data-web-0"))
                        .isBeingDeleted())
                .isTrue();
        client.apps().statefulSets().inNamespace(namespace).withName("web").scale(0);
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
        client.apps().deployments().inNamespace(namespace).withName("app").scale(0);
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

    /** pkg/kubelet: init containers run to their end one by one; env, volumes and fieldRef reach the container. */
    @Test
    void initContainersRunFirstAndVariablesAndFilesArrive() throws Exception {
        in.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: secret, namespace: NAMESPACE}
                data: {password: c2VjcmV0}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: config, namespace: NAMESPACE}
                data: {greeting: hello}
                """);
        pod("one", """
                restartPolicy: Never
                volumes:
                - {name: work, emptyDir: {}}
                - {name: config, configMap: {name: config}}
                initContainers:
                - {name: first, image: debian, command: [sh, -c, "echo first > /work/file"], volumeMounts: [{name: work, mountPath: /work}]}
                containers:
                - name: main
                  image: debian
                  command: [sh, -c, "cat /work/file /config/greeting; echo; echo $PASSWORD $POD $(NOTE)"]
                  env:
                  - {name: PASSWORD, valueFrom: {secretKeyRef: {name: secret, key: password}}}
                  - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                  - {name: NOTE, value: note}
                  volumeMounts: [{name: work, mountPath: /work}, {name: config, mountPath: /config}]
                """);
        ObjectNode done = in.await(ResourceType.POD, "one", is("/status/phase", "Succeeded"));
        assertThat(done.at("/status/initContainerStatuses/0/ready").asBoolean()).isTrue();
        assertThat(client.pods().inNamespace(namespace).withName("one").getLog())
                .isEqualTo("first\nhello\nsecret one note\n");
    }

    /** pkg/kubelet/prober and kuberuntime: a container that fails its liveness probe is started again. */
    @Test
    void livenessRestartsAndReadinessFollowsTheProbe() throws Exception {
        pod("probed", """
                terminationGracePeriodSeconds: 1
                containers:
                - name: main
                  image: debian
                  command: [sh, -c, "touch /tmp/ready /tmp/alive; trap 'exit 0' TERM; while :; do sleep 0.2; done"]
                  readinessProbe: {exec: {command: [test, -e, /tmp/ready]}, periodSeconds: 1, failureThreshold: 1}
                  livenessProbe: {exec: {command: [test, -e, /tmp/alive]}, periodSeconds: 1, failureThreshold: 1}
                """);
        in.await(ResourceType.POD, "probed", ready());
        exec("probed", "rm", "/tmp/ready");
        in.await(ResourceType.POD, "probed", ready().negate());
        exec("probed", "rm", "/tmp/alive");
        ObjectNode again = in.await(
                ResourceType.POD,
                "probed",
                object -> object.at("/status/containerStatuses/0/restartCount").asInt() == 1);
        assertThat(again.at("/status/containerStatuses/0/lastState/terminated").isObject())
                .isTrue();
        in.await(ResourceType.POD, "probed", ready());
    }

    private void exec(String pod, String... command) throws Exception {
        try (var exec = client.pods()
                .inNamespace(namespace)
                .withName(pod)
                .redirectingOutput()
                .exec(command)) {
            assertThat(exec.exitCode().get()).isZero();
        }
    }

    /** pkg/kubelet/images; pkg/kubelet/kuberuntime: back-off after the second exit. */
    @Test
    void unknownImageAndCrashingProgramAreReportedAsWaiting() throws Exception {
        pod("unknown", "containers: [{name: main, image: nosuch/image}]");
        pod("crashing", "containers: [{name: main, image: debian, command: [sh, -c, exit 3]}]");
        in.await(
                ResourceType.POD,
                "unknown",
                object -> Json.text(object, "/status/containerStatuses/0/state/waiting/reason")
                        .equals("ErrImagePull"));
        ObjectNode crashing = in.await(
                ResourceType.POD,
                "crashing",
                object -> Json.text(object, "/status/containerStatuses/0/state/waiting/reason")
                        .equals("CrashLoopBackOff"));
        assertThat(Json.text(crashing, "/status/containerStatuses/0/lastState/terminated/exitCode"))
                .isEqualTo("3");
    }

    /** pkg/kubelet/pod_workers.go: stop signal, grace period, SIGKILL; and containers killed from outside. */
    @Test
    void podThatIgnoresItsSignalIsKilledWhenTheGracePeriodIsOver() throws Exception {
        pod("stubborn", """
                terminationGracePeriodSeconds: 1
                containers: [{name: main, image: debian, command: [sh, -c, "trap '' TERM; while :; do sleep 0.2; done"]}]
                """);
        in.await(ResourceType.POD, "stubborn", ready());
        cluster.nodeFaults().kill(namespace, "stubborn", "main");
        in.await(
                ResourceType.POD,
                "stubborn",
                ready().and(object ->
                        object.at("/status/containerStatuses/0/restartCount").asInt() == 1));
        in.delete(ResourceType.POD, "stubborn");
        assertThat(Metadata.of(in.get(ResourceType.POD, "stubborn")).isBeingDeleted())
                .isTrue();
        in.awaitGone(ResourceType.POD, "stubborn");
    }

    /** pkg/scheduler/framework/plugins/volumebinding. */
    @Test
    void podWithoutItsClaimIsNotScheduled() throws Exception {
        pod("waiting", """
                volumes: [{name: data, persistentVolumeClaim: {claimName: nosuch}}]
                containers: [{name: main, image: debian}]
                """);
        assertThat(in.awaitEvent("waiting", "FailedScheduling")).contains("persistentvolumeclaim \"nosuch\" not found");
        assertThat(Json.text(in.get(ResourceType.POD, "waiting"), "/status/phase"))
                .isEqualTo("Pending");
    }

    /** pkg/controller/serviceaccount/serviceaccounts_controller.go. */
    @Test
    void namespaceHasADefaultServiceAccount() throws Exception {
        in.await(ResourceType.SERVICE_ACCOUNT, "default", account -> true);
    }
}
