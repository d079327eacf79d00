package io.jenkins.plugins.consistentbackup.embedded.storage;

import java.util.regex.Pattern;

/**
 * A failure that a driver is told to have when it cuts the volume of a claim.
 *
 * @param claim matches {@code namespace/name} of the claim
 * @param kind what goes wrong
 * @param times how many requests meet it; {@link Integer#MAX_VALUE} for ever
 * @param message what the driver says
 */
public record SnapshotFault(Pattern claim, Kind kind, int times, String message) {

    /** What goes wrong. */
    public enum Kind {
        /** Nothing is cut, the request fails; the sidecar's later try, after the fault is used up, cuts late. */
        REFUSED,
        /** The storage has cut, but the answer is an error; a later try finds the cut. */
        ANSWER_LOST,
        /** The cut is reported and never becomes ready. */
        NEVER_READY,
        /** The content is bound to another snapshot than the one that asked for it. */
        WRONG_BINDING
    }

    /** Fails the given number of tries for claims whose name is this, in any namespace, then succeeds. */
    public static SnapshotFault refused(String claimName, int times) {
        return of(claimName, Kind.REFUSED, times, "storage backend is busy");
    }

    /** Fails every try for claims of this name. */
    public static SnapshotFault refusedForEver(String claimName) {
        return of(claimName, Kind.REFUSED, Integer.MAX_VALUE, "storage backend is out of order");
    }

    /** Snapshots of claims of this name are cut but never ready. */
    public static SnapshotFault neverReady(String claimName) {
        return of(claimName, Kind.NEVER_READY, Integer.MAX_VALUE, "");
    }

    /** Any kind, for claims of this name in any namespace. */
    public static SnapshotFault of(String claimName, Kind kind, int times, String message) {
        return new SnapshotFault(Pattern.compile(".*/" + Pattern.quote(claimName)), kind, times, message);
    }
}
