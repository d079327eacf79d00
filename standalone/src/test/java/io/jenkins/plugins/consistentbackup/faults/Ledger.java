package io.jenkins.plugins.consistentbackup.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file with a line for each case that was run and in which every promise held, so that a sweep of many hours can be run
 * in pieces. A case that broke one is not in it, and is run again by the next piece. Safe for many threads.
 */
final class Ledger {
    private final Optional<Path> file;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> done = new HashSet<>();

    /**
     * One run.
     *
     * @param operation what was run
     * @param subject what failed
     * @param name of the case
     * @param met whether there was anything that could fail: some requests are not made in every run
     * @param success whether the operation succeeded all the same
     */
    record Entry(Operation operation, String subject, String name, boolean met, boolean success) {
        private static Entry of(final String line) {
            String[] columns = line.split("\t");
            return new Entry(
                    Operation.valueOf(columns[0]),
                    columns[1],
                    columns[2],
                    columns[3].equals("met"),
                    columns[4].equals("success"));
        }

        private String line() {
            return String.join(
                    "\t", operation.name(), subject, name, met ? "met" : "not met", success ? "success" : "failure");
        }
    }

    private Ledger(final Optional<Path> file) {
        this.file = file;
    }

    /** Kept nowhere. */
    static Ledger ofThisProcess() {
        return new Ledger(Optional.empty());
    }

    /** Goes on with what the file tells of earlier pieces; without the file, from the beginning. */
    static Ledger in(final Path file) {
        Ledger ledger = new Ledger(Optional.of(file));
        if (Files.exists(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.map(Entry::of).forEach(ledger::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ledger;
    }

    private void add(final Entry entry) {
        entries.add(entry);
        done.add(entry.name());
    }

    synchronized boolean has(final SweepCase what) {
        return done.contains(what.toString());
    }

    synchronized void note(final Entry entry) {
        add(entry);
        file.ifPresent(path -> append(path, entry.line()));
    }

    private static void append(final Path path, final String line) {
        try {
            Files.writeString(path, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All runs, those of earlier pieces first. */
    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }
}
