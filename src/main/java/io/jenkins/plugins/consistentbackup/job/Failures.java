package io.jenkins.plugins.consistentbackup.job;

import hudson.AbortException;
import io.jenkins.plugins.consistentbackup.phase.RunFailedException;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Failures as builds show them. */
public final class Failures {
    private static final Logger LOGGER = Logger.getLogger(Failures.class.getName());

    private Failures() {}

    /** One line without a stack trace, which is left for the log of Jenkins. */
    public static AbortException shown(final Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof AbortException shown) {
            return shown;
        }
        LOGGER.log(Level.FINE, "a backup or restore failed", cause);
        // Without its cause: what is shown is persisted with the build, and causes may not be serialisable.
        return new AbortException(
                oneLine(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()));
    }

    /** Whether the engine has cleaned up after a failure, all of it, so that nothing must be tried again. */
    static boolean cleanedUp(final Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof RunFailedException
                && cause.getCause() != null
                && cause.getCause().getSuppressed().length == 0;
    }

    static Throwable cause(final Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Several problems stand one a line in the engine's messages. */
    static String oneLine(final String message) {
        return message.strip().replaceAll(":\\s*\n\\s*", ": ").replaceAll("\\s*\n\\s*", "; ");
    }
}
