package io.jenkins.plugins.consistentbackup.snapshot;

import java.util.Optional;

/** What an observed VolumeSnapshot says about a cut that was seen before: is it what was cut, and can it be used. */
final class ReadyDecision {
    private ReadyDecision() {}

    /**
     * Whether the snapshot can be restored from.
     *
     * @param seen what there is of the snapshot's name
     * @return true when it can, false when it may yet
     * @throws SnapshotException when it never will, or is not what was cut
     */
    static boolean ready(final Optional<SnapshotFacts> seen, final Cut cut) {
        if (seen.isEmpty() || seen.get().deleted()) {
            throw failed(cut, "somebody deleted it");
        }
        SnapshotFacts snapshot = seen.get();
        if (!snapshot.uid().equals(cut.uid())) {
            throw failed(cut, "it was replaced by another snapshot of the same name");
        }
        if (snapshot.error().isPresent()) {
            throw failed(cut, "the storage reports: " + snapshot.error().get());
        }
        if (!snapshot.content().equals(cut.content())) {
            throw failed(
                    cut,
                    "it was bound to content " + cut.content() + " and is now bound to \"" + snapshot.content() + "\"");
        }
        if (!snapshot.created().equals(Optional.of(cut.creationTime()))) {
            throw failed(
                    cut,
                    "it was cut at " + cut.creationTime() + " and now says "
                            + snapshot.created().map(Object::toString).orElse("nothing")
                            + ": the storage has cut it once more");
        }
        return snapshot.ready();
    }

    static SnapshotException failed(final Cut cut, final String why) {
        return new SnapshotException(
                "snapshot " + cut.snapshot() + " of claim " + cut.claim() + " cannot be used: " + why);
    }
}
