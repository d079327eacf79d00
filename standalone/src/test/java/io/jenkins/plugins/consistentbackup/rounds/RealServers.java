package io.jenkins.plugins.consistentbackup.rounds;

import io.jenkins.plugins.consistentbackup.demo.load.MariaDbShop;
import io.jenkins.plugins.consistentbackup.demo.load.PostgresShop;
import io.jenkins.plugins.consistentbackup.embedded.HostPrograms;
import io.jenkins.plugins.consistentbackup.embedded.StatefulSetManifest;
import io.jenkins.plugins.consistentbackup.embedded.image.ServerJars;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The servers that can be had as real processes. */
final class RealServers {
    private static final String PASSWORD = "it's s3cret";
    private static final String OLDEST_POSTGRES = "12";
    private static final String NEWEST_POSTGRES = "18";

    /** Which release of each major version runs: the newest is a built-in image, the others are fetched. */
    private static final SortedMap<String, String> POSTGRES = new TreeMap<>(Map.of(
            OLDEST_POSTGRES,
            "12.22",
            "13",
            "13.22",
            "14",
            "14.19",
            "15",
            "15.14",
            "16",
            "16.10",
            "17",
            "17.6",
            NEWEST_POSTGRES,
            "18.6"));

    /** What a snapshot controller at its default rate leaves between volumes, when it is busy. */
    private static final Duration SKEW = Duration.ofMillis(1500);

    /** What an init does, as far as it matters here: pass on the signal that asks for the end, and wait. */
    private static final String INIT =
            "/docker-entrypoint.sh postgres \"$@\" & server=$!; trap 'kill -INT $server' TERM INT;"
                    + " while kill -0 $server 2> /dev/null; do wait $server; done";

    private RealServers() {}

    /** Those that every build has time for, and no other test restores. */
    static List<RealServer> inBuild() {
        return List.of(mysql(), redis(), valkey(), etcd(), postgresOnTwoVolumes(OLDEST_POSTGRES), paused());
    }

    static List<RealServer> all() {
        Stream<RealServer> postgres = POSTGRES.keySet().stream()
                .flatMap(major -> Stream.of(postgres(major), postgresOnTwoVolumes(major)))
                .filter(server ->
                        inBuild().stream().noneMatch(other -> other.key().equals(server.key())));
        return Stream.of(
                        inBuild().stream(),
                        postgres,
                        Stream.of(
                                mariadb(),
                                busyPostgres(),
                                cassandra(),
                                cassandraThatSyncs(),
                                opensearch(),
                                elasticsearch()))
                .flatMap(servers -> servers)
                .toList();
    }

    private static RealServer postgres(final String major) {
        String key = "postgres-" + major;
        return new RealServer(
                key,
                "PostgreSQL " + POSTGRES.get(major),
                "postgresql",
                false,
                lacksPostgres(major),
                postgresPod(key, major),
                port -> new PostgresShop(port, "shop", "postgres", PASSWORD));
    }

    private static RealServer postgresOnTwoVolumes(final String major) {
        String key = "postgres-" + major + "-two";
        return new RealServer(
                        key,
                        "PostgreSQL " + POSTGRES.get(major) + ", log on a volume that is cut 1.5 s later",
                        "postgresql-several",
                        false,
                        lacksPostgres(major),
                        postgresPod(key, major)
                                .variable("POSTGRES_INITDB_WALDIR", "/wal/log")
                                .volume("wal", "/wal"),
                        port -> new PostgresShop(port, "shop", "postgres", PASSWORD))
                .on(terms -> terms.withSkew("wal-" + key + "-0", SKEW));
    }

    /** The same, so busy that its log is used anew between the two cuts. */
    private static RealServer busyPostgres() {
        String key = "postgres-" + NEWEST_POSTGRES + "-busy";
        return new RealServer(
                        key,
                        "PostgreSQL " + POSTGRES.get(NEWEST_POSTGRES)
                                + " with documents of 64 KB, log on a volume that is cut 3 s later",
                        "postgresql-several",
                        false,
                        lacksPostgres(NEWEST_POSTGRES),
                        postgresPod(key, NEWEST_POSTGRES)
                                .variable("POSTGRES_INITDB_WALDIR", "/wal/log")
                                .volume("wal", "/wal"),
                        port -> new PostgresShop(port, "shop", "postgres", PASSWORD))
                .on(terms -> terms.withSkew("wal-" + key + "-0", SKEW.multipliedBy(2))
                        .cutOneByOne()
                        .beside(port -> new PostgresDocuments(port, PASSWORD))
                        .hopelessAt("PANIC"));
    }

    /** The same, for a template that knows nothing of PostgreSQL. The first process is a shell that waits. */
    private static RealServer paused() {
        String key = "paused";
        return new RealServer(
                        key,
                        "PostgreSQL " + POSTGRES.get(NEWEST_POSTGRES) + " below an init, log on a volume of its own",
                        "pause",
                        true,
                        lacks("psql"),
                        postgresPod(key, NEWEST_POSTGRES)
                                .command("sh", "-c", INIT, "init")
                                .variable("POSTGRES_INITDB_WALDIR", "/wal/log")
                                .volume("wal", "/wal"),
                        port -> new PostgresShop(port, "shop", "postgres", PASSWORD))
                .on(terms -> terms.asking(request ->
                        request.withMinimumLevel(Level.FILESYSTEM).withParameters(Map.of("FIRST_PROCESSES", "sh"))));
    }

    private static StatefulSetManifest postgresPod(final String key, final String major) {
        return StatefulSetManifest.of(key, "postgres:" + major)
                .variable("POSTGRES_PASSWORD", PASSWORD)
                .variable("POSTGRES_DB", "shop")
                // A log so small that there is a checkpoint every other second, as a real one has while a real disk is
                // cut.
                .variable("POSTGRES_INITDB_ARGS", "--wal-segsize=1")
                .arguments("-c", "max_wal_size=2MB", "-c", "min_wal_size=2MB")
                .readyWhen("psql", "-U", "postgres", "-c", "select 1", "shop")
                .volume("data", "/var/lib/postgresql");
    }

    private static RealServer mariadb() {
        return new RealServer(
                "mariadb",
                "MariaDB 11.4.5",
                "mariadb",
                true,
                "",
                StatefulSetManifest.of("mariadb", "mariadb:11.4")
                        .variable("MARIADB_ROOT_PASSWORD", PASSWORD)
                        .variable("MARIADB_DATABASE", "shop")
                        .readyWhen("sh", "-c", "MYSQL_PWD=\"$MARIADB_ROOT_PASSWORD\" mariadb -uroot -e 'select 1'")
                        .volume("data", "/var/lib/mysql"),
                port -> new MariaDbShop(port, "shop", "root", PASSWORD));
    }

    private static RealServer mysql() {
        return new RealServer(
                "mysql",
                "MySQL 8.0.31",
                "mysql",
                true,
                lacks("mysql") + lacksAsynchronousFiles() + lacksJar("mysql"),
                StatefulSetManifest.of("mysql", "mysql:8.0")
                        .variable("MYSQL_ROOT_PASSWORD", PASSWORD)
                        .variable("MYSQL_DATABASE", "shop")
                        .readyWhen("sh", "-c", "MYSQL_PWD=\"$MYSQL_ROOT_PASSWORD\" mysql -uroot -e 'select 1'")
                        .volume("data", "/var/lib/mysql"),
                port -> new MariaDbShop("MySQL", port, "shop", "root", PASSWORD));
    }

    private static RealServer redis() {
        return redisLike("redis", "Redis 7.0.15", "redis:7", "REDIS_PORT_NUMBER");
    }

    private static RealServer valkey() {
        return redisLike("valkey", "Valkey 8.0.1", "valkey:8", "VALKEY_PORT_NUMBER");
    }

    private static RealServer redisLike(
            final String key, final String version, final String image, final String portVariable) {
        return new RealServer(
                key,
                version + ", append-only file",
                "redis",
                false,
                lacks(key + "-server"),
                StatefulSetManifest.of(key, image)
                        .command("sh", "-c", "exec " + key + "-server --port $PORT --bind 127.0.0.1 --appendonly yes")
                        .variable(portVariable, "$(PORT)")
                        .readyWhen("sh", "-c", "[ \"$(" + key + "-cli -p $PORT ping)\" = PONG ]")
                        .volume("data", "/data"),
                RedisRows::new);
    }

    private static RealServer etcd() {
        return new RealServer(
                "etcd",
                "etcd 3.4.23",
                "etcd",
                false,
                lacks("etcd") + lacks("etcdctl"),
                StatefulSetManifest.of("etcd", "etcd:3.4")
                        .command(
                                "sh",
                                "-c",
                                "exec etcd --data-dir /data/etcd --listen-client-urls $ETCDCTL_ENDPOINTS"
                                        + " --advertise-client-urls $ETCDCTL_ENDPOINTS --listen-peer-urls"
                                        + " http://127.0.0.1:0 --initial-advertise-peer-urls http://127.0.0.1:1"
                                        + " --initial-cluster default=http://127.0.0.1:1")
                        .variable("ETCDCTL_ENDPOINTS", "http://127.0.0.1:$(PORT)")
                        .variable("ETCDCTL_API", "3")
                        .readyWhen("etcdctl", "endpoint", "health")
                        .volume("data", "/data"),
                EtcdRows::new);
    }

    /** As it is by default: rows are acknowledged before its commit log can be read back. */
    private static RealServer cassandra() {
        return cassandra("cassandra", "periodic").on(Terms::promisingWhatWasThereBeforeTheFlush);
    }

    /** Rows are acknowledged when they are in the log on the disk, on which the backup insists. */
    private static RealServer cassandraThatSyncs() {
        return cassandra("cassandra-batch", "batch")
                .on(terms -> terms.asking(request ->
                        request.withMinimumLevel(Level.FILESYSTEM).withParameters(Map.of("NEEDS_SYNCED_LOG", "yes"))));
    }

    private static RealServer cassandra(final String key, final String synchronising) {
        return new RealServer(
                        key,
                        "Cassandra 5.0.9, commitlog_sync: " + synchronising,
                        "cassandra",
                        false,
                        lacksJar("cassandra"),
                        StatefulSetManifest.of(key, "cassandra:5.0")
                                .variable("COMMITLOG_SYNC", synchronising)
                                .readyWhen("bash", "-c", "exec 3<> /dev/tcp/127.0.0.1/$PORT")
                                .volume("data", "/var/lib/cassandra"),
                        CassandraRows::new)
                .on(terms -> terms.asking(request -> request.withMinimumLevel(Level.FILESYSTEM)));
    }

    private static RealServer opensearch() {
        return search("opensearch", "OpenSearch 2.19.1", "opensearch:2");
    }

    private static RealServer elasticsearch() {
        return search("elasticsearch", "Elasticsearch 7.10.2", "elasticsearch:7.10.2");
    }

    private static RealServer search(final String key, final String title, final String image) {
        return new RealServer(
                        key,
                        title,
                        "opensearch",
                        false,
                        lacks("curl") + lacksJar(key),
                        StatefulSetManifest.of(key, image)
                                .readyWhen("sh", "-c", "curl -sf http://127.0.0.1:$HTTP_PORT/_cluster/health")
                                .volume("data", "/data"),
                        SearchRows::new)
                .on(terms -> terms.asking(request -> request.withMinimumLevel(Level.CRASH)));
    }

    private static String lacks(final String program) {
        return HostPrograms.has(program) ? "" : program + " is not on the PATH; ";
    }

    /** The server in MySQL's jar needs a library that is not in it. */
    private static String lacksAsynchronousFiles() {
        return Stream.of("/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64")
                        .anyMatch(directory -> Files.exists(Path.of(directory, "libaio.so.1")))
                ? ""
                : "there is no libaio.so.1; ";
    }

    /** What is lacking for a major version of PostgreSQL. */
    static String lacksPostgres(final String major) {
        return lacks("psql") + (major.equals(NEWEST_POSTGRES) ? "" : lacksJar("postgres-" + major));
    }

    private static String lacksJar(final String name) {
        return ServerJars.has(name)
                ? ""
                : "its jar is not here: mvn -f standalone/servers/pom.xml process-sources fetches it";
    }
}
