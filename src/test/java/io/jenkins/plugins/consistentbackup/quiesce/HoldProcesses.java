package io.jenkins.plugins.consistentbackup.quiesce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The processes of a hold by what they are for, found from outside by their parents and the order of their start. */
final class HoldProcesses {
    /** Parts of a hold that can be killed. */
    enum Part {
        MAIN,
        EVENTS,
        FORWARD,
        TICK,
        KEEPER,
        JACKET,
        CLIENT,
        LAST_RESORT,
        REPORTER
    }

    /** @param begun in ticks of the kernel's clock */
    private record Entry(long pid, long parent, long begun, boolean shell) {
        /** Of two that began in the same tick the later one has the next number, and numbers begin again at some limit. */
        static int byAge(final Entry one, final Entry other) {
            return one.begun != other.begun
                    ? Long.compare(one.begun, other.begun)
                    : Long.signum(Math.abs(one.pid - other.pid) < FAR ? one.pid - other.pid : other.pid - one.pid);
        }
    }

    /** Numbers of processes that were started one after the other are not that far apart. */
    private static final long FAR = 10_000;

    private HoldProcesses() {}

    /** Those that there are now. */
    static Map<Part, Long> of(final String id) throws IOException {
        List<Entry> all = entries(id);
        Map<Part, Long> found = new TreeMap<>();
        Optional<Entry> main = all.stream()
                .filter(entry -> entry.shell && all.stream().noneMatch(other -> other.pid == entry.parent))
                .findFirst();
        if (main.isEmpty()) {
            return found;
        }
        found.put(Part.MAIN, main.get().pid);
        List<Entry> line = below(all, main.get().pid);
        Part[] order = {Part.EVENTS, Part.KEEPER, Part.JACKET, Part.REPORTER};
        for (int i = 0; i < Math.min(order.length, line.size()); i++) {
            found.put(order[i], line.get(i).pid);
        }
        // What forwards is started first. A tick is a shell as well until it has become a sleep.
        for (Entry entry : childrenOf(all, found.get(Part.EVENTS))) {
            found.putIfAbsent(found.containsKey(Part.FORWARD) ? Part.TICK : Part.FORWARD, entry.pid);
        }
        // The client is started first; it is a shell as well when the template has scripts.
        for (Entry entry : childrenOf(all, found.get(Part.JACKET))) {
            found.put(found.containsKey(Part.CLIENT) ? Part.LAST_RESORT : Part.CLIENT, entry.pid);
        }
        return found;
    }

    /** How many processes there still are, the client among them. */
    static int count(final String id) throws IOException {
        return entries(id).size();
    }

    private static List<Entry> childrenOf(final List<Entry> all, final Long parent) {
        return parent == null ? List.of() : below(all, parent);
    }

    private static List<Entry> below(final List<Entry> all, final long parent) {
        return all.stream()
                .filter(entry -> entry.parent == parent)
                .sorted(Entry::byAge)
                .toList();
    }

    private static List<Entry> entries(final String id) throws IOException {
        String name = "consistent-backup-hold:" + id + "/";
        List<Entry> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    boolean shell = text(process.resolve("cmdline")).contains(name);
                    if (shell || text(process.resolve("environ")).contains(name)) {
                        String stat = text(process.resolve("stat"));
                        String[] fields =
                                stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                        if (!fields[0].equals("Z")) {
                            long pid = Long.parseLong(process.getFileName().toString());
                            found.add(new Entry(pid, Long.parseLong(fields[1]), Long.parseLong(fields[19]), shell));
                        }
                    }
                } catch (IOException e) {
                    // It has ended meanwhile.
                }
            }
        }
        return found;
    }

    private static String text(final Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    /** Processes, a root's and those below it, that have this open, as a link in {@code /proc/<process>/fd} names it. */
    static List<Long> withOpen(final ProcessHandle root, final Path target) throws IOException {
        List<Long> found = new ArrayList<>();
        for (ProcessHandle process :
                Stream.concat(Stream.of(root), root.descendants()).toList()) {
            if (hasOpen(process.pid(), target)) {
                found.add(process.pid());
            }
        }
        return found;
    }

    private static boolean hasOpen(final long pid, final Path target) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.readSymbolicLink(descriptor).equals(target)) {
                    return true;
                }
            }
        } catch (NoSuchFileException | DirectoryIteratorException e) {
            return false; // It has ended, or closed this, meanwhile.
        }
        return false;
    }

    /** Kills a process. Returns its number within its own container; empty when it has ended by itself. */
    static Optional<Long> kill(final long pid) throws IOException {
        try {
            long inside = inside(pid);
            return ProcessHandle.of(pid).filter(ProcessHandle::destroyForcibly).map(killed -> inside);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static long inside(final long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("NSpid:")) {
                String[] numbers = line.split("\\s+");
                return Long.parseLong(numbers[numbers.length - 1]);
            }
        }
        return pid;
    }
}
