package io.jenkins.plugins.consistentbackup.demo.load;

import java.io.Closeable;
import java.io.IOException;

/** One client's connection to a {@link RowStore}. For one thread. */
public interface RowClient extends Closeable {

    /** The highest number of a writer in a table, or 0. */
    long lastSequence(String table, int writer) throws IOException;

    /** Adds a writer's row to a table; when it returns, the store has acknowledged it. */
    void write(String table, int writer, long sequence) throws IOException;
}
