package io.jenkins.plugins.consistentbackup.template;

import java.util.List;
import java.util.Optional;

/**
 * How a database is held.
 *
 * <p>With a {@link #client()}, {@code acquire}, {@code prove}, {@code release}, {@code retained} and {@code end} are
 * statements for that client's standard input, and all go to one process that lives as long as the hold. Without one
 * they are shell scripts. A line {@code CAPTURE name base64} in the output of {@code acquire} or {@code release} is an
 * artefact that is kept in the manifest and given to the restore.
 *
 * @param family what drops the lock
 * @param blocksWrites whether writes wait while it is held (freeze), or go on (hold)
 * @param client command line of the client; an argument {@code {name}} is replaced as a whole by that parameter
 * @param mark statement that makes the client print {@code {mark}} on a line of its own, after all statements before it
 * @param acquire takes the lock, waiting at most {@code $LOCK_WAIT} seconds (in client statements: {@code {lockWait}})
 * @param prove prints a proof that the lock is still held; it must be the same text every time
 * @param release lets go
 * @param retained proves after the release, in the same session, that the log since the start of the hold is still
 *     there; must print a line {@code RETAINED}; present only when log volumes trail
 * @param end ends what was kept for the trailing cut (a replication slot)
 */
public record HoldRecipe(
        Family family,
        boolean blocksWrites,
        List<String> client,
        Optional<String> mark,
        String acquire,
        Optional<String> prove,
        Optional<String> release,
        Optional<String> retained,
        Optional<String> end) {

    /** What drops the lock. */
    public enum Family {
        /** One client process holds it in its session; it is gone when that ends. */
        SESSION,
        /** Only an explicit command releases it. */
        STATE,
        /** Nothing is held: {@code acquire} proves that everything was written. */
        FLUSH
    }
}
