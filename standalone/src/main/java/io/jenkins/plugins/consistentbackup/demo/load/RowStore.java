package io.jenkins.plugins.consistentbackup.demo.load;

import java.io.IOException;
import java.util.List;

/** Where clients write numbered rows, one at a time, and where the rows are looked for after a restore. */
public interface RowStore {

    /** What it is called in front of people. */
    String name();

    /** What carries sequences, in the order in which a client writes to it. */
    List<String> tables();

    /** Makes it empty, whatever it held: the first row of each writer is number 1 again. */
    void empty() throws IOException;

    /** A connection for one client. */
    RowClient client() throws IOException;

    /** Reads what is there. Never fails: a store that does not answer is one that did not start. */
    RestoredData read();
}
