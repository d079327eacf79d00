package io.jenkins.plugins.consistentbackup.faults;

/**
 * A request of an operation, so that it is the same one in each run: the order of requests that are sent side by side is
 * not.
 *
 * @param label what is asked, as the request log counts it
 * @param occurrence the how manieth of this label, from 1
 */
record Target(String label, int occurrence) {
    /** In the place of a label: the how manieth request of the run, whatever it asks. */
    static final String ANY = "any request";

    static final String EXEC = "get pods/exec";

    @Override
    public String toString() {
        return label + " #" + occurrence;
    }

    boolean isWatch() {
        return label.startsWith("watch ");
    }

    boolean isExec() {
        return label.equals(EXEC);
    }
}
