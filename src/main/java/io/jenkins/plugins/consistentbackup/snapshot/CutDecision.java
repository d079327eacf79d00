package io.jenkins.plugins.consistentbackup.snapshot;

import java.time.Instant;

/** What an observed VolumeSnapshot says about the cut that it was made for. */
sealed interface CutDecision {

    /** Nothing is known yet. */
    record Waiting() implements CutDecision {}

    /** The storage has taken the copy. */
    record Seen(String uid, String content, Instant creationTime) implements CutDecision {}

    /** It will not become a cut of this request; says why. */
    record Failed(String why) implements CutDecision {}

    /**
     * Decides about one snapshot.
     *
     * <p>An error counts at once, although the storage tries again by itself: a cut that comes after its error may come
     * after the release too. Bound and with a creation time counts as cut; being ready may take minutes more.
     *
     * @param seen what was observed under the snapshot's name
     * @param claim the claim that was to be cut
     * @param attempt the request that made the snapshot
     */
    static CutDecision of(final SnapshotFacts seen, final String claim, final String attempt) {
        if (!seen.attempt().equals(attempt)) {
            return new Failed("there is a snapshot of this name that this run did not create");
        }
        if (!seen.claim().equals(claim)) {
            return new Failed("its source is claim \"" + seen.claim() + "\"");
        }
        return ofState(seen);
    }

    /** Decides by the state alone, for a snapshot that is known to be the one that was asked for. */
    static CutDecision ofState(final SnapshotFacts seen) {
        if (seen.error().isPresent()) {
            return new Failed("the storage reports: " + seen.error().get());
        }
        if (seen.deleted()) {
            return new Failed("somebody deleted the snapshot");
        }
        if (seen.content().isEmpty() || seen.created().isEmpty()) {
            return new Waiting();
        }
        return new Seen(seen.uid(), seen.content(), seen.created().get());
    }
}
