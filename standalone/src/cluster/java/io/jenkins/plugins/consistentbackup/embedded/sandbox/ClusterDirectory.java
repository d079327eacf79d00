package io.jenkins.plugins.consistentbackup.embedded.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * The one directory below which a cluster keeps all its files. Its lock file tells a running cluster from one that was
 * killed: the kernel drops the lock with the process, so that the next start can remove what is left.
 */
public final class ClusterDirectory implements AutoCloseable {
    private static final String PREFIX = "cluster-";
    private static final String LOCK = "lock";
    private static final Duration DELETE_LIMIT = Duration.ofMinutes(2);

    private final Path path;
    private final FileChannel channel;

    private ClusterDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Creates a new directory below the given one, after removing those of clusters that were killed. */
    public static ClusterDirectory create(Path parent) {
        try {
            Files.createDirectories(parent);
            removeLeftovers(parent);
            // Locked before it gets the name that others look for.
            Path path = Files.createTempDirectory(parent.toAbsolutePath(), "starting-");
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            String id = path.getFileName().toString().substring("starting-".length());
            path = Files.move(path, path.resolveSibling(PREFIX + id));
            return new ClusterDirectory(path, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the embedded cluster's directory below " + parent, e);
        }
    }

    private static void removeLeftovers(Path parent) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path entry : entries) {
                if (isAbandoned(entry.resolve(LOCK))) {
                    delete(entry);
                }
            }
        }
    }

    private static boolean isAbandoned(Path lock) {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by this very virtual machine
        } catch (IOException e) {
            return false; // being created or removed by another one
        }
    }

    private static void delete(Path directory) {
        Commands.attempt(DELETE_LIMIT, List.of("rm", "-rf", "--one-file-system", directory.toString()));
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
