package io.jenkins.plugins.consistentbackup.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine without root rights or btrfs has to do with: MariaDB is stopped while its files are copied. */
class PlainDirectoriesTest {
    @TempDir
    static Path directory;

    private static EmbeddedCluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.start(
                ClusterOptions.defaults().withParent(directory).withPlainDirectories());
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void mariaDbIsRestoredFromASnapshotAndGoesOnMeanwhile() throws Exception {
        assertThat(cluster.isCopyOnWrite()).isFalse();
        cluster.applyYaml(MARIADB.formatted("db", ""));
        await(ResourceType.POD, "db-0", PlainDirectoriesTest::isReady);
        sql("db-0", "create database shop; create table shop.t (n int); insert into shop.t values (1), (2), (3)");

        cluster.applyYaml("""
                apiVersion: snapshot.storage.k8s.io/v1
                kind: VolumeSnapshot
                metadata: {name: cut}
                spec: {source: {persistentVolumeClaimName: data-db-0}}
                """);
        await(
                ResourceType.VOLUME_SNAPSHOT,
                "cut",
                object -> object.at("/status/readyToUse").asBoolean());
        sql("db-0", "insert into shop.t values (4)");

        cluster.applyYaml(MARIADB.formatted(
                "copy", "dataSource: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: cut}"));
        await(ResourceType.POD, "copy-0", PlainDirectoriesTest::isReady);
        assertThat(sql("copy-0", "select count(*) from shop.t")).isEqualTo("3");
        assertThat(sql("db-0", "select count(*) from shop.t")).isEqualTo("4");
        assertThat(cluster.port("default", "db-0", "mariadb")).isPositive();
    }

    private static boolean isReady(ObjectNode pod) {
        return pod.at("/status/containerStatuses/0/ready").asBoolean();
    }

    private static void await(ResourceType type, String name, Predicate<ObjectNode> condition) throws Exception {
        cluster.when(type, "default", name, condition).get(90, TimeUnit.SECONDS);
    }

    private static String sql(String pod, String statement) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExecWatch exec = client.pods()
                .inNamespace("default")
                .withName(pod)
                .writingOutput(out)
                .exec("mariadb", "-uroot", "-Ne", statement)) {
            assertThat(exec.exitCode().get(30, TimeUnit.SECONDS)).isZero();
        }
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private static final String MARIADB = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: %1$s}
            spec:
              serviceName: %1$s
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec:
                  containers:
                  - name: mariadb
                    image: mariadb:11.4
                    env: [{name: MARIADB_ALLOW_EMPTY_ROOT_PASSWORD, value: "1"}]
                    readinessProbe: {exec: {command: [mariadb, -uroot, -e, select 1]}, periodSeconds: 1, timeoutSeconds: 5}
                    volumeMounts: [{name: data, mountPath: /var/lib/mysql}]
              volumeClaimTemplates:
              - metadata: {name: data}
                spec:
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 1Gi}}
                  %2$s
            """;
}
