package io.jenkins.plugins.consistentbackup.embedded.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of a server that is written in Java: its jars in {@code lib}, and this virtual machine in {@code java}, as a
 * copy, because a distribution spreads its own over directories that containers do not see.
 */
final class JavaServerImage {
    private static final Path HOME = Path.of(System.getProperty("java.home"));

    private JavaServerImage() {}

    /** @param texts further files: path → content; all of them may be run */
    static Path files(final ImageCache cache, final String key, final String server, final Map<String, String> texts) {
        return cache.get(key + "-java-" + System.getProperty("java.version"), directory -> {
            Path libraries = Files.createDirectories(directory.resolve("lib"));
            for (Path jar : ServerJars.of(server)) {
                Files.copy(jar, libraries.resolve(jar.getFileName()));
            }
            copyJava(directory.resolve("java"));
            for (Map.Entry<String, String> text : texts.entrySet()) {
                Path file = directory.resolve(text.getKey());
                Files.createDirectories(file.getParent());
                Files.write(file, text.getValue().getBytes(StandardCharsets.UTF_8));
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        });
    }

    private static void copyJava(final Path target) throws IOException {
        try (Stream<Path> files = Files.walk(HOME, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(JavaServerImage::isNeededToRun).toList()) {
                Path copy = target.resolve(HOME.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    /** All but what other virtual machines are made from, and sources. */
    private static boolean isNeededToRun(final Path file) {
        String name = HOME.relativize(file).toString();
        return Files.isReadable(file)
                && !name.startsWith("jmods")
                && !name.startsWith("man")
                && !name.startsWith("docs")
                && !name.endsWith("src.zip");
    }
}
