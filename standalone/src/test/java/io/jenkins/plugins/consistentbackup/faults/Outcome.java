package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.cluster.Futures;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How a run ended.
 *
 * @param ended whether it ended at all
 * @param success whether the engine said so
 * @param said id of what was done, or why it failed
 */
record Outcome(boolean ended, boolean success, String said) {
    /** Everything has a deadline; the longest is that of removing what the storage does not let go, 2 minutes. */
    private static final Duration LIMIT = Duration.ofSeconds(170);

    static Outcome of(final CompletableFuture<String> run) throws InterruptedException {
        try {
            return new Outcome(true, true, run.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return new Outcome(
                    true, false, String.valueOf(Futures.cause(e.getCause()).getMessage()));
        } catch (TimeoutException e) {
            return new Outcome(false, false, "it did not end within " + LIMIT.toSeconds() + " s");
        }
    }

    /** The id of what was done. */
    Optional<String> done() {
        return success ? Optional.of(said) : Optional.empty();
    }
}
