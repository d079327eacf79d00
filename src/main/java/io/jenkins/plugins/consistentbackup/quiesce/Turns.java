package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Handles what comes in from several threads (lines, timers, calls) one after the other. What hangs on the futures of a
 * hold is not ours, so they are completed only when the turn is over and others may come.
 */
final class Turns {
    private final Consumer<ClusterException> lost;
    private final List<Runnable> after = new ArrayList<>();

    /** @param lost what is to be done, in the same turn, when the connection turns out to be gone */
    Turns(final Consumer<ClusterException> lost) {
        this.lost = lost;
    }

    /** Takes a turn. One that is taken within another is part of it. */
    void take(final Runnable event) {
        if (Thread.holdsLock(this)) {
            event.run();
            return;
        }
        List<Runnable> completions;
        synchronized (this) {
            try {
                event.run();
            } catch (ClusterException e) {
                lost.accept(e);
            }
            completions = List.copyOf(after);
            after.clear();
        }
        completions.forEach(Runnable::run);
    }

    /** Completes something when this turn is over. Called within one. */
    void later(final Runnable completion) {
        after.add(completion);
    }

    /** What something is between two turns. */
    synchronized <T> T look(final Supplier<T> at) {
        return at.get();
    }
}
