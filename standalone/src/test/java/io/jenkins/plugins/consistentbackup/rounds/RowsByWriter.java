package io.jenkins.plugins.consistentbackup.rounds;

import io.jenkins.plugins.consistentbackup.demo.load.FoundRows;
import io.jenkins.plugins.consistentbackup.demo.load.RestoredData;
import io.jenkins.plugins.consistentbackup.demo.load.RowClient;
import io.jenkins.plugins.consistentbackup.demo.load.RowStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store without SQL: one journal, in which each writer has its numbers. */
abstract class RowsByWriter implements RowStore {
    /** Its only table. */
    static final String JOURNAL = "journal";

    /** More writers than any test has; reading asks for each. */
    private static final int WRITERS = 8;

    private final String name;

    RowsByWriter(final String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final List<String> tables() {
        return List.of(JOURNAL);
    }

    @Override
    public abstract Client client() throws IOException;

    @Override
    public final RestoredData read() {
        try (Client client = client()) {
            Map<Integer, List<Long>> sequences = new HashMap<>();
            for (int writer = 1; writer <= WRITERS; writer++) {
                sequences.put(writer, client.sequence(writer));
            }
            return new RestoredData(
                    name, Optional.empty(), List.of(new FoundRows(JOURNAL, sequences)), Optional.of(0L), List.of());
        } catch (IOException e) {
            return RestoredData.notStarted(name, e.getMessage());
        }
    }

    /** What a connection must be able to do. */
    abstract static class Client implements RowClient {
        /** A writer's numbers, in ascending order. */
        abstract List<Long> sequence(int writer) throws IOException;

        /** Adds a number; returns when it was acknowledged. */
        abstract void add(int writer, long sequence) throws IOException;

        @Override
        public final void write(final String table, final int writer, final long sequence) throws IOException {
            add(writer, sequence);
        }

        @Override
        public final long lastSequence(final String table, final int writer) throws IOException {
            List<Long> all = sequence(writer);
            return all.isEmpty() ? 0 : all.get(all.size() - 1);
        }
    }
}
