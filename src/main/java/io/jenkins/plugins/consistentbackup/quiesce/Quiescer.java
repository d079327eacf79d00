package io.jenkins.plugins.consistentbackup.quiesce;

import java.util.concurrent.CompletableFuture;

/** Holds containers. */
public interface Quiescer {

    /**
     * Arms the watchdog, then takes the hold. For a flush template, flushes.
     *
     * @return the hold, once the container said READY and proved it; fails with {@link HoldException}, and then nothing is held any
     *     more or the container's watchdog ends it by its deadline
     */
    CompletableFuture<Hold> hold(HoldRequest request);

    /**
     * Makes sure that nothing is left of a hold whose holder may have died: releases it in the container if it still
     * stands. Idempotent; safe when nothing is held.
     *
     * @return completes when the container has shown that the hold is over; fails with {@link HoldException}
     */
    CompletableFuture<Void> releaseLeftover(HoldRequest request);
}
