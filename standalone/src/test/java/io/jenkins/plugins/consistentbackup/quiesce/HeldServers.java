package io.jenkins.plugins.consistentbackup.quiesce;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterConnection;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.cluster.KubeconfigReader;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.StatefulSetManifest;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateParameters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An embedded cluster with a PostgreSQL on two volumes and a MariaDB, each the first process of its container, and a
 * PostgreSQL below an init that is paused.
 */
final class HeldServers implements AutoCloseable {
    private static final String NAMESPACE = "shop";
    private static final Duration LOCK_WAIT = Duration.ofSeconds(2);
    private static final Duration SCRIPT_LIMIT = Duration.ofSeconds(60);

    /** A server, and what is asked of it from outside a hold. */
    enum Server {
        POSTGRES(
                "pg-0",
                "postgresql-several",
                "PGUSER=postgres psql -XAtq -v ON_ERROR_STOP=1 -c \"$SQL\"",
                "until [ \"$(PGUSER=postgres psql -XAtqc \"SELECT (SELECT count(*) FROM pg_replication_slots) + (SELECT"
                        + " count(*) FROM pg_stat_activity WHERE application_name = 'consistent-backup')\")\" = 0 ];"
                        + " do sleep 0.05; done; PGUSER=postgres psql -XAtqc 'INSERT INTO t VALUES (1)'"),
        MARIADB(
                "maria-0",
                "mariadb",
                "MYSQL_PWD=\"$MARIADB_ROOT_PASSWORD\" mariadb -uroot -N shop -e \"$SQL\"",
                "MYSQL_PWD=\"$MARIADB_ROOT_PASSWORD\" mariadb -uroot -N shop -e"
                        + " 'SET SESSION lock_wait_timeout = 60; INSERT INTO t VALUES (1)'"),
        PAUSED(
                "paused-0",
                "pause",
                "PGUSER=postgres psql -XAtq -v ON_ERROR_STOP=1 -c \"$SQL\"",
                "PGUSER=postgres psql -XAtqc 'INSERT INTO t VALUES (1)'");

        final String pod;
        final String template;
        private final String sql;
        /** A script that ends when nothing of a hold is left and a row was written. */
        private final String free;

        Server(final String pod, final String template, final String sql, final String free) {
            this.pod = pod;
            this.template = template;
            this.sql = sql;
            this.free = free;
        }
    }

    private final EmbeddedCluster embedded = EmbeddedCluster.start();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final Cluster admin = connect(embedded.kubeconfig());
    private final ContainerScripts scripts = new ScriptRunner(admin.exec(), timer);

    HeldServers() throws Exception {
        embedded.store().createNamespace(NAMESPACE);
        manifests().forEach(manifest -> embedded.applyYaml(manifest.text(NAMESPACE)));
        for (Server server : Server.values()) {
            embedded.readyPod(NAMESPACE, server.pod).get(120, TimeUnit.SECONDS);
            sql(server, "CREATE TABLE t (n INT)");
        }
    }

    static Cluster connect(final String kubeconfig) {
        return ClusterConnection.open(KubeconfigReader.ofForeignText().read(kubeconfig, null));
    }

    String kubeconfig() {
        return embedded.kubeconfig();
    }

    String url() {
        return embedded.url();
    }

    Quiescer quiescer(final Cluster cluster) {
        return new ContainerQuiescer(cluster.exec(), timer);
    }

    Quiescer quiescer() {
        return quiescer(admin);
    }

    static HoldRequest request(
            final Server server, final String id, final Duration deadline, final Duration heartbeat) {
        HookTemplate template = TemplateLibrary.builtIn().named(server.template);
        return new HoldRequest(
                id,
                new ContainerRef(NAMESPACE, server.pod, "", "main"),
                template,
                TemplateParameters.complete(
                        template, server == Server.PAUSED ? Map.of("FIRST_PROCESSES", "sh") : Map.of()),
                LOCK_WAIT,
                deadline.minusMillis(500),
                deadline,
                heartbeat);
    }

    String sql(final Server server, final String statement) throws Exception {
        ContainerScripts.Output output =
                run(server, server.sql, Map.of("SQL", statement)).get(60, TimeUnit.SECONDS);
        if (output.exitCode() != 0) {
            throw new IllegalStateException(server + ": " + output);
        }
        return String.join("\n", output.lines());
    }

    /** Writes a row; completes with when that was done, as {@link System#nanoTime()}, and nothing of a hold is left. */
    CompletableFuture<Long> written(final Server server) {
        return run(server, server.free, Map.of()).thenApply(output -> {
            if (output.exitCode() != 0) {
                throw new IllegalStateException(server + ": " + output);
            }
            return System.nanoTime();
        });
    }

    private CompletableFuture<ContainerScripts.Output> run(
            final Server server, final String script, final Map<String, String> environment) {
        return scripts.run(new ContainerRef(NAMESPACE, server.pod, "", "main"), script, environment, SCRIPT_LIMIT);
    }

    /** What would be another one had the server, or the first process of its container, been started again. */
    List<String> identity(final Server server) throws Exception {
        String process = "process " + embedded.nodeFaults().pid(NAMESPACE, server.pod, "main");
        // MariaDB is one process; PostgreSQL's postmaster stays when it starts all others again.
        return server == Server.MARIADB
                ? List.of(process)
                : List.of(
                        process,
                        sql(
                                server,
                                "SELECT pg_postmaster_start_time(), backend_start FROM pg_stat_activity"
                                        + " WHERE backend_type = 'checkpointer'"));
    }

    String log(final Server server) {
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(embedded.kubeconfig()))
                .build()) {
            return client.pods().inNamespace(NAMESPACE).withName(server.pod).getLog();
        }
    }

    @Override
    public void close() {
        admin.close();
        timer.shutdownNow();
        embedded.close();
    }

    private static List<StatefulSetManifest> manifests() {
        return List.of(
                postgres("pg")
                        .variable("POSTGRES_INITDB_WALDIR", "/wal/18")
                        .volume("data", "/var/lib/postgresql")
                        .volume("wal", "/wal"),
                StatefulSetManifest.of("maria", "mariadb:11.4")
                        .variable("MARIADB_ROOT_PASSWORD", "it's s3cret")
                        .variable("MARIADB_DATABASE", "shop")
                        .readyWhen("sh", "-c", "MYSQL_PWD=\"$MARIADB_ROOT_PASSWORD\" mariadb -uroot -e 'select 1'")
                        .volume("data", "/var/lib/mysql"),
                postgres("paused")
                        .command("sh", "-c", "/docker-entrypoint.sh postgres & while :; do wait; done")
                        .volume("data", "/var/lib/postgresql"));
    }

    private static StatefulSetManifest postgres(final String name) {
        return StatefulSetManifest.of(name, "postgres:18")
                .variable("POSTGRES_HOST_AUTH_METHOD", "trust")
                .readyWhen("psql", "-U", "postgres", "-c", "select 1");
    }
}
