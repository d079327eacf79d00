package io.jenkins.plugins.consistentbackup.rounds;

import io.jenkins.plugins.consistentbackup.backup.ShopCluster;
import io.jenkins.plugins.consistentbackup.demo.load.PostgresShop;
import io.jenkins.plugins.consistentbackup.demo.load.RowStore;
import io.jenkins.plugins.consistentbackup.embedded.StatefulSetManifest;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A primary and its streaming standby, each a workload of its own, in a namespace of their own. */
final class PostgresPair {
    private static final String PASSWORD = "p'w d";
    private static final String PRIMARY = "pg";
    private static final String STANDBY = "standby";
    private static final String POD = STANDBY + "-0";
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /** What the volumes hold at first is the primary's; from the first start on they are the standby's. */
    private static final String BECOME_STANDBY =
            "[ -e \"$PGDATA/made\" ] || { rm -f \"$PGDATA/postmaster.pid\"; touch \"$PGDATA/standby.signal\""
                    + " \"$PGDATA/made\"; }; exec /docker-entrypoint.sh postgres";

    private final ShopCluster cluster;
    private final String version;
    private final boolean logApart;
    private final String namespace;

    /** @param logApart whether the log has a volume of its own */
    PostgresPair(final ShopCluster cluster, final String version, final boolean logApart) {
        this.cluster = cluster;
        this.version = version;
        this.logApart = logApart;
        namespace = "pair-" + version + (logApart ? "-two" : "");
    }

    String namespace() {
        return namespace;
    }

    /** Starts both; returns when each commit of the primary waits until the standby has replayed it. */
    void start() throws Exception {
        cluster.namespace(namespace);
        cluster.start(namespace, PRIMARY, manifest(PRIMARY));
        primary().empty();
        onPrimary("ALTER SYSTEM SET primary_conninfo = 'host=127.0.0.1 user=postgres application_name=standby port="
                + cluster.embedded().port(namespace, PRIMARY + "-0", "main") + "'");
        onPrimary("CHECKPOINT");
        // One after the other, of a server to which nobody writes: what the data needs is in the log that is cut later.
        seed("data");
        if (logApart) {
            seed("wal");
        }
        cluster.start(namespace, STANDBY, manifest(STANDBY).command("sh", "-c", BECOME_STANDBY));
        Awaitility.await("the standby follows")
                .atMost(LIMIT)
                .until(() -> onPrimary("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
                        .equals(List.of("1")));
        onPrimary("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
        onPrimary("ALTER SYSTEM SET synchronous_commit = remote_apply");
        onPrimary("SELECT pg_reload_conf()");
        Awaitility.await("commits wait for the standby")
                .atMost(LIMIT)
                .until(() ->
                        onPrimary("SELECT sync_state FROM pg_stat_replication").equals(List.of("sync")));
    }

    private StatefulSetManifest manifest(final String name) {
        StatefulSetManifest manifest = StatefulSetManifest.of(name, "postgres:" + version)
                .variable("POSTGRES_PASSWORD", PASSWORD)
                .variable("POSTGRES_DB", "shop")
                .readyWhen("psql", "-U", "postgres", "-c", "select 1", "shop")
                .volume("data", "/var/lib/postgresql");
        return logApart
                ? manifest.variable("POSTGRES_INITDB_WALDIR", "/wal/log").volume("wal", "/wal")
                : manifest;
    }

    /** Makes a claim of the standby from a snapshot of the primary's. */
    private void seed(final String volume) throws Exception {
        cluster.embedded().applyYaml("""
            apiVersion: snapshot.storage.k8s.io/v1
            kind: VolumeSnapshot
            metadata: {name: %1$s, namespace: %2$s}
            spec: {source: {persistentVolumeClaimName: %1$s-%3$s-0}}
            """.formatted(volume, namespace, PRIMARY));
        cluster.embedded()
                .when(
                        ResourceType.VOLUME_SNAPSHOT,
                        namespace,
                        volume,
                        found -> found.at("/status/readyToUse").asBoolean())
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        cluster.embedded().applyYaml("""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: %1$s-%3$s, namespace: %2$s}
            spec:
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 1Gi}}
              dataSource: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: %1$s}
            """.formatted(volume, namespace, POD));
    }

    RowStore primary() throws Exception {
        return Rounds.serving(cluster, namespace, PRIMARY + "-0", PostgresPair::shop);
    }

    RowStore standby() throws Exception {
        return Rounds.serving(cluster, namespace, POD, PostgresPair::shop);
    }

    private static RowStore shop(final int port) {
        return new PostgresShop(port, "shop", "postgres", PASSWORD);
    }

    List<String> onStandby(final String statement) throws Exception {
        return sql(POD, statement);
    }

    private List<String> onPrimary(final String statement) throws Exception {
        return sql(PRIMARY + "-0", statement);
    }

    private List<String> sql(final String pod, final String statement) throws Exception {
        ContainerScripts.Output output = cluster.run(
                namespace, pod, "psql -U postgres -wXAtq -v ON_ERROR_STOP=1 << 'END'\n" + statement + "\nEND\n");
        if (output.exitCode() != 0) {
            throw new IllegalStateException(statement + " in " + pod + ": " + output.errors());
        }
        return output.lines();
    }

    /** The primary is gone, and does not come back. */
    void losePrimary() throws Exception {
        cluster.embedded().applyYaml(manifest(PRIMARY).replicas(0).text(namespace));
        cluster.embedded()
                .whenGone(ResourceType.POD, namespace, PRIMARY + "-0")
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
