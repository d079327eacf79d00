package io.jenkins.plugins.consistentbackup.embedded.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** PostgreSQL as its official image runs it, from the archive of a server that a jar carries. */
final class PostgresImage {
    /** The archive's name in its jar. */
    static final String ARCHIVE = "postgres-linux-x86_64.txz";

    private static final Path HOST_POSTGRES = Path.of("/usr/lib/postgresql");
    /** The first version whose official image keeps each major version's data in a directory of its own. */
    private static final int DIRECTORY_BY_VERSION = 18;

    private PostgresImage() {}

    /** How the server's .tar.xz is opened. */
    @FunctionalInterface
    interface Archive {
        InputStream open() throws IOException;
    }

    /** @param version of the server, such as {@code 18.6.0} */
    static Image of(ImageCache cache, String version, Archive archive) {
        Path files = cache.get("postgres-" + version, directory -> {
            try (InputStream stream = archive.open()) {
                ImageCache.untar(stream, directory);
            }
        });
        String major = version.substring(0, version.indexOf('.'));
        boolean byVersion = Integer.parseInt(major) >= DIRECTORY_BY_VERSION;
        return Image.named("postgres")
                .files(files)
                .environment("PATH", "/opt/postgres/bin:" + hostClients() + Image.SYSTEM_PATH)
                .environment("PGDATA", "/var/lib/postgresql/" + (byVersion ? major + "/docker" : "data"))
                .environment("PG_MAJOR", major)
                .environment("PG_VERSION", version)
                .script("/docker-entrypoint.sh", BuiltInImages.text("postgres-entrypoint.sh"))
                .directories("/var/lib/postgresql", "/var/run/postgresql")
                .entrypoint("/docker-entrypoint.sh")
                .command("postgres")
                .user(BuiltInImages.DATABASE_USER, "postgres")
                .stopSignal("INT")
                .port(5432, "PGPORT")
                .build();
    }

    /** The jar has the server alone; psql and its like come from the distribution's newest postgresql-client. */
    private static String hostClients() {
        if (!Files.isDirectory(HOST_POSTGRES)) {
            return "";
        }
        try (Stream<Path> versions = Files.list(HOST_POSTGRES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("psql")))
                    .max(Comparator.naturalOrder())
                    .map(bin -> bin + ":")
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
