package io.jenkins.plugins.consistentbackup.embedded.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * All processes of some containers, stopped until this is closed. They are found by their pid namespace, not by
 * session or parent: a database's children start sessions of their own, and a process started by exec is no child of
 * the container's first one.
 */
public final class FrozenProcesses implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);

    private final Set<Long> stopped = new TreeSet<>();
    /** Outside the containers: what each process that was started by exec is waited for by. */
    private final Set<Long> entrances = new TreeSet<>();

    private FrozenProcesses() {}

    /**
     * Stops every process of the containers with these first processes, and returns when each thread of each of them is
     * seen in state T and no new process has appeared. Throws {@link CommandFailedException} (with everything running
     * again) when that takes longer than 10 s.
     */
    public static FrozenProcesses of(Collection<Long> containerPids) {
        FrozenProcesses frozen = new FrozenProcesses();
        if (containerPids.isEmpty()) {
            return frozen; // The search goes through all processes of the machine: not for nothing.
        }
        Set<String> namespaces = new HashSet<>();
        for (long pid : containerPids) {
            String namespace = pidNamespace(Long.toString(pid));
            if (namespace != null) {
                namespaces.add(namespace);
            }
        }
        try {
            frozen.stop(namespaces);
        } catch (RuntimeException e) {
            frozen.close();
            throw e;
        }
        return frozen;
    }

    private void stop(Set<String> namespaces) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        List<String> running = running(namespaces);
        while (!running.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailedException(
                        "processes " + running + " were not seen stopped within " + LIMIT.toSeconds() + " s");
            }
            stopEntrances(running);
            running.forEach(pid -> stopped.add(Long.valueOf(pid)));
            signal("STOP", running);
            // A process stops when it next leaves the kernel; nobody is told, so it has to be looked at again.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            running = running(namespaces);
        }
    }

    /**
     * nsenter stops itself when it sees its child stopped, and then nobody continues it: the child is never reaped, and
     * its container never ends. So it must not look: it is stopped before its child, and continued after it.
     */
    private void stopEntrances(List<String> pids) {
        List<String> found = pids.stream()
                .map(FrozenProcesses::parent)
                .filter(parent ->
                        "nsenter".equals(text(Path.of("/proc", parent, "comm")).strip()))
                .filter(parent -> entrances.add(Long.valueOf(parent)))
                .toList();
        if (!found.isEmpty()) {
            signal("STOP", found);
        }
    }

    @Override
    public void close() {
        resume(stopped);
        resume(entrances);
    }

    private static void resume(Set<Long> pids) {
        if (!pids.isEmpty()) {
            signal("CONT", pids.stream().map(String::valueOf).toList());
        }
        pids.clear();
    }

    private static void signal(String name, List<String> pids) {
        // A process may have ended meanwhile; whether all others were reached is seen in their state.
        Commands.attempt(SIGNAL_LIMIT, List.of("sh", "-c", "kill -" + name + " " + String.join(" ", pids)));
    }

    private static List<String> running(Set<String> namespaces) {
        List<String> running = new ArrayList<>();
        for (String pid : numbersIn(Path.of("/proc"))) {
            String namespace = pidNamespace(pid);
            if (namespace != null && namespaces.contains(namespace) && !isStopped(pid)) {
                running.add(pid);
            }
        }
        return running;
    }

    private static boolean isStopped(String pid) {
        return numbersIn(Path.of("/proc", pid, "task")).stream()
                .map(thread -> state(Path.of("/proc", pid, "task", thread, "stat")))
                .allMatch(state -> state == 'T' || state == 't' || state == 'Z' || state == 'X');
    }

    private static char state(Path stat) {
        String line = text(stat);
        return line.isEmpty() ? 'X' : line.charAt(line.lastIndexOf(')') + 2);
    }

    /** The number of the parent, or 0 of a process that has ended. */
    private static String parent(String pid) {
        String line = text(Path.of("/proc", pid, "stat"));
        return line.isEmpty() ? "0" : line.substring(line.lastIndexOf(')') + 4).split(" ", 2)[0];
    }

    /** Empty when the process ended between the listing and the reading. */
    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static String pidNamespace(String pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", pid, "ns", "pid")).toString();
        } catch (IOException e) {
            return null; // ended, a zombie, or another user's: none of ours
        }
    }

    private static Set<String> numbersIn(Path directory) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            Set<String> numbers = new HashSet<>();
            entries.forEach(entry -> numbers.add(entry.getFileName().toString()));
            return numbers.stream()
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .collect(Collectors.toSet());
        } catch (NoSuchFileException e) {
            return Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
