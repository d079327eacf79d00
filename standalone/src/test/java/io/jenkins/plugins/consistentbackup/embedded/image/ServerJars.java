package io.jenkins.plugins.consistentbackup.embedded.image;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Jars of real servers, where {@code standalone/servers/pom.xml} found them. */
public final class ServerJars {
    private static final Path FOUND = Path.of("target", "servers");

    private ServerJars() {}

    /** Whether a server was fetched; {@code mvn -f standalone/servers/pom.xml process-sources} does. */
    public static boolean has(final String name) {
        return Files.isReadable(list(name));
    }

    /** The server's jar, and those that it needs. */
    static List<Path> of(final String name) throws IOException {
        return Stream.of(Files.readString(list(name)).strip().split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    /** The jar whose name begins like this. */
    static Path named(final String server, final String prefix) {
        try {
            return of(server).stream()
                    .filter(jar -> jar.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path list(final String name) {
        return FOUND.resolve(name + ".classpath");
    }
}
