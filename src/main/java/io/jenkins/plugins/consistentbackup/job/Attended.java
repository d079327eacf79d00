package io.jenkins.plugins.consistentbackup.job;

import hudson.AbortException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** For builds with a thread of their own, which waits. */
final class Attended {
    private Attended() {}

    /**
     * What an operation came to.
     *
     * @throws AbortException of one line, when it failed
     * @throws InterruptedException when the build was aborted; what was held has been released, unless that took too long
     */
    static <R> R await(final ActiveRun<R> run) throws AbortException, InterruptedException {
        try {
            return await(run.result());
        } catch (InterruptedException e) {
            run.cancel("the build was aborted");
            awaitEnd(run);
            throw e;
        }
    }

    /**
     * What something came to that holds nothing, so that it may be left alone.
     *
     * @throws AbortException of one line, when it failed
     * @throws InterruptedException when the build was aborted
     */
    static <R> R await(final CompletableFuture<R> result) throws AbortException, InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw Failures.shown(e.getCause());
        }
    }

    private static void awaitEnd(final ActiveRun<?> run) throws InterruptedException {
        try {
            run.result().handle((report, failure) -> null).get(ActiveRun.STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // It is cleaned up without us; the build is aborted whatever comes of that.
            return;
        }
    }
}
