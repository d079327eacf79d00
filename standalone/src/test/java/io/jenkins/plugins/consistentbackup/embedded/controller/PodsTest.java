package io.jenkins.plugins.consistentbackup.embedded.controller;

import static io.jenkins.plugins.consistentbackup.embedded.controller.ClusterFixture.READY;
import static io.jenkins.plugins.consistentbackup.embedded.controller.ClusterFixture.is;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pods behave as in Kubernetes; each fact names its source in kubernetes/kubernetes. */
class PodsTest {
    @RegisterExtension
    static final ClusterFixture in = new ClusterFixture(EmbeddedCluster.ATOMIC_CLASS);

    private void pod(String name, String spec) {
        in.apply("""
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: NAMESPACE}
            spec:
            %s
            """.formatted(name, spec.indent(2)));
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
        assertThat(in.client()
                        .pods()
                        .inNamespace(in.namespace())
                        .withName("one")
                        .getLog())
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
        in.await(ResourceType.POD, "probed", READY);
        exec("probed", "rm", "/tmp/ready");
        in.await(ResourceType.POD, "probed", READY.negate());
        exec("probed", "rm", "/tmp/alive");
        ObjectNode again = in.await(
                ResourceType.POD,
                "probed",
                object -> object.at("/status/containerStatuses/0/restartCount").asInt() == 1);
        assertThat(again.at("/status/containerStatuses/0/lastState/terminated").isObject())
                .isTrue();
        in.await(ResourceType.POD, "probed", READY);
    }

    /** A server whose port somebody else has taken ends, and is found where it is after its restart. */
    @Test
    void portOfARestartedContainerIsTheOneThatItHas() throws Exception {
        pod("server", """
            containers:
            - name: main
              image: debian
              ports: [{containerPort: 80}]
              command: [sh, -c, "echo $PORT > /tmp/port; while [ ! -e /tmp/end ]; do sleep 0.2; done; rm /tmp/end /tmp/port"]
              readinessProbe: {exec: {command: [test, -s, /tmp/port]}, periodSeconds: 1}
            """);
        in.await(ResourceType.POD, "server", READY);
        int port = in.cluster().port(in.namespace(), "server", "main");
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            exec("server", "touch", "/tmp/end");
            in.await(
                    ResourceType.POD,
                    "server",
                    READY.and(object -> object.at("/status/containerStatuses/0/restartCount")
                                    .asInt()
                            == 1));

            int found = in.cluster().port(in.namespace(), "server", "main");

            assertThat(found).isNotEqualTo(other.getLocalPort());
            exec("server", "grep", "-qx", Integer.toString(found), "/tmp/port");
        }
    }

    private void exec(String pod, String... command) throws Exception {
        try (var exec = in.client()
                .pods()
                .inNamespace(in.namespace())
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
        in.await(ResourceType.POD, "stubborn", READY);
        in.cluster().nodeFaults().kill(in.namespace(), "stubborn", "main");
        in.await(
                ResourceType.POD,
                "stubborn",
                READY.and(object ->
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
