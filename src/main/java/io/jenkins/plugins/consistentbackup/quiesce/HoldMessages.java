package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.quiesce.HoldProtocol.Stage;
import java.time.Duration;
import java.util.List;

/** What went wrong with a hold, for people: what, where, and what to do. */
final class HoldMessages {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int BY_SIGNAL = 128;

    private HoldMessages() {}

    static String failed(final HoldRequest request, final boolean wasHeld, final String why) {
        return (wasHeld ? "the hold of " : "cannot hold ") + request.container() + " by template "
                + request.template().name() + (wasHeld ? " was lost: " : ": ") + why;
    }

    /** The client, or the script in its place, ended before it was asked to. */
    static String clientEnded(final HoldRequest request, final int status, final Stage stage, final ErrorTail errors) {
        List<String> client = request.template().hold().client();
        String what = client.isEmpty() ? "the template's script" : "the client " + client.get(0);
        if (status == NOT_FOUND || status == NOT_EXECUTABLE) {
            return what + " needs a program that the container does not have" + errors
                    + "; use an image that has it, or another template";
        }
        String when =
                switch (stage) {
                    case STARTING, ARMED -> " before the lock was asked for";
                    case ACQUIRING ->
                        " while it waited for the lock (at most "
                                + request.lockWait().toSeconds() + " s)";
                    case HELD -> " while it held the lock";
                    default -> " while it was " + stage;
                };
        String how =
                status > BY_SIGNAL ? " was ended by signal " + (status - BY_SIGNAL) : " ended with status " + status;
        return what + how + when + errors;
    }

    /** A later proof is not the first one's. */
    static String otherLock(final String first, final String now) {
        return "the lock is not the one that was taken: its proof was \"" + first + "\" and is \"" + now + "\"";
    }

    /** A fresh exec in the container did not do what it was sent for. */
    static String leftover(final HoldRequest request, final String why) {
        return "cannot make sure that nothing is left of hold " + request.id() + " in " + request.container() + ": "
                + why + "; the container ends it by itself at its deadline";
    }

    static String seconds(final Duration duration) {
        return Math.max(0, duration.toMillis()) / 1000.0 + " s";
    }
}
