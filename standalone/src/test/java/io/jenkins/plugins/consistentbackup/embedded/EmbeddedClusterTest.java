package io.jenkins.plugins.consistentbackup.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real databases, as pods with claims, from their start over a snapshot to a restored copy. */
@NeedsPsql
class EmbeddedClusterTest {
    @TempDir
    static Path directory;

    private static EmbeddedCluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.start(ClusterOptions.defaults().withParent(directory));
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void postgresWithDataAndLogOnTwoVolumesIsRestoredFromItsSnapshots() throws Exception {
        cluster.applyYaml(POSTGRES.formatted("pg", "", ""));
        awaitReady("pg-0");
        sql("pg-0", "create table t (n int); insert into t select generate_series(1, 1000); checkpoint");

        cluster.applyYaml(GROUP);
        client.genericKubernetesResources("groupsnapshot.storage.k8s.io/v1", "VolumeGroupSnapshot")
                .inNamespace("default")
                .withName("both")
                .waitUntilCondition(
                        group -> group != null && Boolean.TRUE.equals(group.get("status", "readyToUse")),
                        20,
                        TimeUnit.SECONDS);
        sql("pg-0", "drop table t");

        cluster.applyYaml(
                POSTGRES.formatted("copy", dataSource(memberOf("data-pg-0")), dataSource(memberOf("wal-pg-0"))));
        awaitReady("copy-0");
        assertThat(sql("copy-0", "select count(*) from t")).isEqualTo("1000");
        client.genericKubernetesResources("groupsnapshot.storage.k8s.io/v1", "VolumeGroupSnapshot")
                .inNamespace("default")
                .withName("both")
                .delete();
        cluster.whenGone(
                        io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType.VOLUME_GROUP_SNAPSHOT,
                        "default",
                        "both")
                .get(10, TimeUnit.SECONDS);
    }

    private static String memberOf(String claim) {
        return client
                .genericKubernetesResources("snapshot.storage.k8s.io/v1", "VolumeSnapshot")
                .inNamespace("default")
                .list()
                .getItems()
                .stream()
                .filter(member -> claim.equals(member.get("spec", "source", "persistentVolumeClaimName")))
                .findFirst()
                .orElseThrow()
                .getMetadata()
                .getName();
    }

    private static String dataSource(String snapshot) {
        return "dataSource: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: %s}".formatted(snapshot);
    }

    private static void awaitReady(String pod) {
        client.pods().inNamespace("default").withName(pod).waitUntilReady(60, TimeUnit.SECONDS);
    }

    private static String sql(String pod, String statement) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ExecWatch exec = client.pods()
                .inNamespace("default")
                .withName(pod)
                .writingOutput(out)
                .writingError(err)
                .exec("psql", "-U", "postgres", "-Atqc", statement)) {
            assertThat(exec.exitCode().get(20, TimeUnit.SECONDS))
                    .as(err.toString(StandardCharsets.UTF_8))
                    .isZero();
        }
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private static final String GROUP = """
            apiVersion: groupsnapshot.storage.k8s.io/v1
            kind: VolumeGroupSnapshot
            metadata: {name: both}
            spec:
              source:
                selector: {matchLabels: {app: pg}}
            """;

    private static final String POSTGRES = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: %1$s}
            spec:
              replicas: 1
              serviceName: %1$s
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec:
                  securityContext: {runAsUser: 999, runAsGroup: 999, fsGroup: 999}
                  containers:
                  - name: postgres
                    image: postgres:18
                    env:
                    - {name: POSTGRES_HOST_AUTH_METHOD, value: trust}
                    - {name: POSTGRES_INITDB_WALDIR, value: /wal/pg_wal}
                    readinessProbe:
                      exec: {command: [psql, -U, postgres, -c, select 1]}
                      periodSeconds: 1
                      timeoutSeconds: 5
                    volumeMounts:
                    - {name: data, mountPath: /var/lib/postgresql}
                    - {name: wal, mountPath: /wal}
              volumeClaimTemplates:
              - metadata: {name: data}
                spec:
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 1Gi}}
                  %2$s
              - metadata: {name: wal}
                spec:
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 1Gi}}
                  %3$s
            """;
}
