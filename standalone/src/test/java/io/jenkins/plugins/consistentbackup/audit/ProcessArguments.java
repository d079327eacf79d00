package io.jenkins.plugins.consistentbackup.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Looks through the arguments of all processes of this machine, those in containers among them, again and again until it is
 * closed. A process that lives for less than a few milliseconds may be missed.
 */
final class ProcessArguments implements AutoCloseable {
    private static final Path PROC = Path.of("/proc");
    private static final long PAUSE_MILLIS = 10;

    private final List<String> words;
    private final Set<String> found = ConcurrentHashMap.newKeySet();
    private final AtomicLong looks = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** @param words what must not be in them */
    ProcessArguments(final List<String> words) {
        this.words = words;
        timer.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The command lines with one of the words. */
    Set<String> found() {
        return Set.copyOf(found);
    }

    /** How often all processes were looked through. */
    long looks() {
        return looks.get();
    }

    private void look() {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            processes.forEach(this::lookAt);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        looks.incrementAndGet();
    }

    private void lookAt(final Path process) {
        try {
            String arguments = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
            if (words.stream().anyMatch(arguments::contains)) {
                found.add(arguments);
            }
        } catch (IOException e) {
            // It has ended meanwhile.
            return;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
