package io.jenkins.plugins.consistentbackup.embedded.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one directory below which a cluster keeps all its files. Its lock file tells a running cluster from one that was
 * killed: the kernel drops the lock with the process, so that the next start can remove what is left.
 */
public final class ClusterDirectory implements AutoCloseable {
    private static final String PREFIX = "cluster-";
    private static final String LOCK = "lock";
    private static final Duration DELETE_LIMIT = Duration.ofMinutes(2);
    /**
     * Those of this virtual machine. Their locks must not even be looked at: when a process closes any channel to a file,
     * POSIX drops all its locks on that file, and the next cluster to start anywhere would remove the directory.
     */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

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
            Path known = path.resolveSibling(PREFIX + id);
            OWN.add(known);
            return new ClusterDirectory(Files.move(path, known), channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the embedded cluster's directory below " + parent, e);
        }
    }

    private static void removeLeftovers(Path parent) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent.toAbsolutePath(), PREFIX + "*")) {
            for (Path entry : entries) {
                if (!OWN.contains(entry) && isAbandoned(entry.resolve(LOCK))) {
                    delete(entry);
                }
            }
        }
    }

    private static boolean isAbandoned(Path lock) {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            return held != null;
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
        OWN.remove(path);
    }
}
