package io.jenkins.plugins.consistentbackup.demo.load;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What one client wrote to one table, as it saw it itself. Kept outside of the database. Thread-safe. */
public final class WriterRecord {
    private final String table;
    private final int writer;
    private final List<Write> writes = new ArrayList<>();

    public WriterRecord(String table, int writer) {
        this.table = table;
        this.writer = writer;
    }

    public String table() {
        return table;
    }

    public int writer() {
        return writer;
    }

    /**
     * A row is about to be written. One that was begun before under the same number, and that the database turned out
     * not to have, is forgotten.
     */
    public synchronized void begin(long sequence, long nanos) {
        while (writes.size() >= sequence) {
            writes.remove(writes.size() - 1);
        }
        writes.add(new Write(sequence, nanos, OptionalLong.empty()));
    }

    /** The row that was begun last is confirmed. */
    public synchronized void acknowledge(long nanos) {
        Write last = writes.remove(writes.size() - 1);
        writes.add(new Write(last.sequence(), last.begunNanos(), OptionalLong.of(nanos)));
    }

    /** A copy, in the order of the sequence. */
    public synchronized List<Write> writes() {
        return List.copyOf(writes);
    }
}
