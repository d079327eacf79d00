package io.jenkins.plugins.consistentbackup.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A build's folder with the scripts that the Jenkinsfile calls. It goes when the demo ends, whatever ends it. */
final class Workspace implements AutoCloseable {
    private static final List<String> SCRIPTS = List.of("deploy.sh", "check.sh");

    private final Path folder;

    private Workspace(Path folder) {
        this.folder = folder;
    }

    static Workspace create() {
        try {
            Path folder = Files.createTempDirectory("consistent-backup-demo-");
            for (String script : SCRIPTS) {
                Path file = Files.writeString(folder.resolve(script), Resources.text(script));
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            Workspace workspace = new Workspace(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(workspace::close, "remove-workspace"));
            return workspace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
