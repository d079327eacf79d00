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
    static final String SNAPSHOTS = "volumesnapshots.snapshot.storage.k8s.io";

    /** Of a backup, the second exec: the first asks whether the container has what it takes. */
    static final Target HOLD = new Target(EXEC, 2);

    static final Target CUT = new Target("create " + SNAPSHOTS, 1);
    /** Of a backup whose volumes are cut side by side; the first of them may be cut already. */
    static final Target SECOND_CUT = new Target("create " + SNAPSHOTS, 2);
    /** Of a backup. */
    static final Target COMMIT = new Target("create configmaps", 1);
    /** Of a restore or undo, as the following. */
    static final Target STOP = new Target("patch statefulsets.apps/scale", 1);

    static final Target REPLACE = new Target("delete persistentvolumeclaims", 1);
    static final Target PREPARE = new Target("create pods", 1);
    /** The second scaling starts the workload again. */
    static final Target START = new Target("patch statefulsets.apps/scale", 2);
    /** The only exec. */
    static final Target CHECK = new Target(EXEC, 1);

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
