package io.jenkins.plugins.consistentbackup.cli;

import java.util.List;
import java.util.Map;

/**
 * The request at which a command is killed. It takes effect, but nobody is left to hear so.
 *
 * @param command which
 * @param phase the phase that makes it
 * @param label what is asked, as the request log counts it
 * @param occurrence the how manieth of this label in the command's life, from 1
 */
record LastRequest(String command, String phase, String label, int occurrence) {
    private static final String SNAPSHOTS = "volumesnapshots.snapshot.storage.k8s.io";
    private static final String SCALE = "patch statefulsets.apps/scale";
    private static final String PLAN = "plan";
    private static final String BACKUP = "backup";

    private static final Map<String, List<String>> PHASES = Map.of(
            BACKUP,
            List.of(PLAN, "reserve", "hold", "cut", "release", "trailing", "ready", "commit", "prune"),
            "restore",
            List.of("lease", "protect", "stop", "safety", "claims", "prepare", "start", "check", "finish"),
            "undo",
            List.of("lease", "protect", "stop", "safety", "claims", "prepare", "start", "check", "finish"));

    /** Of a backup without log volumes, for which nothing is to be cut after the release. */
    static List<LastRequest> ofABackup() {
        return List.of(
                new LastRequest(BACKUP, PLAN, "list persistentvolumeclaims", 1),
                new LastRequest(BACKUP, "reserve", "watch " + SNAPSHOTS, 1),
                new LastRequest(BACKUP, "hold", "get pods/exec", 2),
                new LastRequest(BACKUP, "cut", "create " + SNAPSHOTS, 1),
                new LastRequest(BACKUP, "cut", "create " + SNAPSHOTS, 2),
                new LastRequest(BACKUP, "release", "get pods/exec", 3),
                new LastRequest(BACKUP, "ready", "get volumesnapshotcontents.snapshot.storage.k8s.io", 1),
                new LastRequest(BACKUP, "commit", "create configmaps", 1),
                new LastRequest(BACKUP, "prune", "delete configmaps", 1),
                new LastRequest(BACKUP, "prune", "delete " + SNAPSHOTS, 1));
    }

    /** Of a restore, or of an undo of one that ended well, which prepares nothing. */
    static List<LastRequest> of(final String command) {
        return List.of(
                new LastRequest(command, PLAN, "list persistentvolumeclaims", 1),
                new LastRequest(command, "lease", "create configmaps", 1),
                new LastRequest(command, "protect", "patch persistentvolumes", 1),
                new LastRequest(command, "stop", SCALE, 1),
                new LastRequest(command, "safety", "create " + SNAPSHOTS, 1),
                new LastRequest(command, "claims", "delete persistentvolumeclaims", 1),
                new LastRequest(command, "claims", "create persistentvolumeclaims", 2),
                new LastRequest(command, "start", SCALE, 2),
                new LastRequest(command, "check", "get pods/exec", 1),
                new LastRequest(command, "finish", "patch statefulsets.apps", 4));
    }

    static LastRequest ofPreparing() {
        return new LastRequest("restore", "prepare", "create pods", 1);
    }

    /** Of an undo that takes a restore back which died when the old claims were gone. */
    static LastRequest ofTakingBack() {
        return new LastRequest("undo", "take back", "create persistentvolumeclaims", 1);
    }

    /** Whether the run has not begun: that of a restore or undo begins after its plan. */
    boolean inPlan() {
        return phase.equals(PLAN);
    }

    /** Whether the set was whole before. */
    boolean afterCommit() {
        return phase.equals("commit") || phase.equals("prune");
    }

    /** The profile in which the phase has something to do. */
    String profile() {
        return phase.equals("safety") ? "namespace" : "cluster";
    }

    /** The phases that end before this one begins. */
    List<String> phasesBefore() {
        List<String> all = PHASES.get(command);
        return all.subList(0, Math.max(0, all.indexOf(phase)));
    }

    @Override
    public String toString() {
        return command + " in " + phase + " at " + label + " #" + occurrence;
    }
}
