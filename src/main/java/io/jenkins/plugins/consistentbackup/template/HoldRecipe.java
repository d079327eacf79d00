package io.jenkins.plugins.consistentbackup.template;

import java.util.List;
import java.util.Optional;

/**
 * How a database is held.
 *
 * <p>A session has a {@link #client()}, a state may have one, a flush has none. With a client, {@code acquire}, {@code
 * prove}, {@code release}, {@code retained} and {@code end} are statements for its standard input, and all go to one
 * process that lives as long as the hold; only a state that outlived its client is released by another one. The client
 * must end by itself, with a status other than 0, at the first statement that fails. Without a client they are shell
 * scripts, each run in a shell of its own; a status other than 0 is a failure.
 *
 * <p>Scripts, and the client itself, get the parameters as environment variables, and besides them {@code LOCK_WAIT}
 * and {@code HEARTBEAT}, both in whole seconds of at least 1. Statements cannot read variables: there {@code
 * {lockWait}} and {@code {heartbeat}} are replaced by the same numbers. A template sets its server's idle time-outs to
 * the heartbeat, so every sign of life from the orchestrator must reach the session as a {@code prove}; from the
 * {@code release} on these time-outs are off.
 *
 * <p>{@code CB_HOLD} names the hold to whoever releases a state lock, so that a template can tell its own from others'; it
 * is not there when what a dead hold left behind is released from a fresh exec.
 *
 * <p>A line {@code CAPTURE name base64} in the output of {@code acquire} or {@code release} is an artefact that is
 * kept in the manifest and given to the restore. Base64 is on that one line and never empty.
 *
 * @param family what drops the lock
 * @param blocksWrites whether writes wait while it is held (freeze), or go on (hold)
 * @param client command line of the client, ready to run: it sets up passwords by itself from the container's
 *     environment; an argument {@code {NAME}} is replaced as a whole by that parameter, see
 *     {@link TemplateParameters#arguments}. Arguments may have several lines and any characters: quote them
 * @param mark statement that makes the client print {@code {mark}} on a line of its own, after all statements before it
 * @param acquire takes the lock, waiting at most {@code $LOCK_WAIT} seconds (in client statements: {@code {lockWait}})
 * @param prove prints a proof that the lock is still held; it must be the same text every time
 * @param release lets go; of a {@link Family#STATE} lock it may be run again, from another shell, when nothing is held
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
