package io.jenkins.plugins.consistentbackup.local;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Waits for what the engine does, for as long as this process may live. */
public final class Await {
    /** After Ctrl-C: a release takes moments, the removal of half a set seconds. */
    private static final Duration CLEAN_UP_LIMIT = Duration.ofSeconds(45);

    private Await() {}

    /**
     * The result of a future; what it fails with is thrown as it is.
     *
     * @throws InterruptedException when this thread is to stop
     */
    public static <T> T result(CompletableFuture<T> work) throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    /**
     * The result of a run that must not simply be left. When the process is told to end (Ctrl-C, SIGTERM), or this
     * thread is interrupted, the run is cancelled, and its cleaning up is waited for, within bounds.
     *
     * @param work completes when the run has ended and was cleaned up
     * @param cancel tells the run to stop, and why
     */
    public static <T> T result(CompletableFuture<T> work, Consumer<String> cancel) throws InterruptedException {
        Thread hook = new Thread(() -> stop(work, cancel), "stop-run");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return result(work);
        } catch (InterruptedException e) {
            stop(work, cancel);
            throw e;
        } finally {
            removeUnlessRunning(hook);
        }
    }

    private static void stop(CompletableFuture<?> work, Consumer<String> cancel) {
        cancel.accept("interrupted");
        try {
            work.get(CLEAN_UP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return; // It ended, which is all that is waited for; who asked for its result hears why.
        } catch (TimeoutException e) {
            System.err.println("the cleaning up is not over after " + CLEAN_UP_LIMIT.toSeconds()
                    + " s; databases are released by their own watchdogs");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeUnlessRunning(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook is at work.
            return;
        }
    }

    private static RuntimeException unwrapped(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
    }
}
