package io.jenkins.plugins.consistentbackup.phase;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Runs the phases of an operation one after the other, without a thread of its own. The state is saved before each
 * phase; of hurried ones once they have begun, and the next one that is not hurried waits for that. When one fails, the
 * cleaning up runs, and only when that has ended does the result fail.
 *
 * @param <S> the operation's state
 */
public final class PhaseRun<S extends RunState> {
    /** How long a phase that was told to stop may take before the cleaning up begins beside it. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final List<Phase<S>> phases;
    private final Phase<S> cleanup;
    private final Journal<S> journal;
    private final Consumer<String> log;
    private final S state;
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private final CompletableFuture<S> result = new CompletableFuture<>();
    private Clock clock = Clock.systemUTC();
    private UnaryOperator<List<String>> kept = UnaryOperator.identity();
    private volatile String status = "starting";
    /** What hurried phases did not wait for. */
    private CompletableFuture<Void> unconfirmed = CompletableFuture.completedFuture(null);

    /**
     * @param phases in their order
     * @param cleanup what is done after a failure, as a phase of its own; finds out from the state how far the run came
     * @param state of a new run, or as it was saved by one that died
     * @param journal where the state is saved
     * @param log hears lines for the user
     */
    public PhaseRun(
            final List<Phase<S>> phases,
            final Phase<S> cleanup,
            final S state,
            final Journal<S> journal,
            final Consumer<String> log) {
        this.phases = List.copyOf(phases);
        this.cleanup = Objects.requireNonNull(cleanup);
        this.state = Objects.requireNonNull(state);
        this.journal = Objects.requireNonNull(journal);
        this.log = Objects.requireNonNull(log);
    }

    /** Notes the times of phases by this clock instead of the system's. */
    public PhaseRun<S> timedBy(final Clock wallClock) {
        clock = wallClock;
        return this;
    }

    /**
     * Of the lines that say why a run failed, stores these alone. They may quote what a container said; its result
     * fails with all of them.
     *
     * @param lines takes out what nobody is to see, such as secrets of whoever asks
     */
    public PhaseRun<S> keeping(final UnaryOperator<List<String>> lines) {
        kept = lines;
        return this;
    }

    /** Starts a new run. */
    public PhaseRun<S> start() {
        runFrom(0);
        return this;
    }

    /**
     * Goes on with a run that died: with the phase in which it died if that can be run again, otherwise (and when it
     * was being cleaned up) with the cleaning up.
     */
    public PhaseRun<S> resume() {
        int index = indexOf(state.getPhase());
        if (state.getFailure() != null) {
            cleanUp(new IllegalStateException(state.getFailure()));
        } else if (index < phases.size() && !phases.get(index).resumable()) {
            cleanUp(new IllegalStateException("the process that ran it ended in phase " + state.getPhase()));
        } else {
            runFrom(index);
        }
        return this;
    }

    /** Asks the run to stop; it is cleaned up, and its result fails with the reason. Does nothing after the end. */
    public void cancel(final String reason) {
        cancelled.completeExceptionally(new CancellationException(reason));
    }

    /** The state after the last phase; fails with {@link RunFailedException} after the cleaning up. */
    public CompletableFuture<S> result() {
        return result;
    }

    /** What is being done, in one line. */
    public String status() {
        return status;
    }

    private int indexOf(final String name) {
        for (int i = 0; i < phases.size(); i++) {
            if (phases.get(i).name().equals(name)) {
                return i;
            }
        }
        return 0;
    }

    private void runFrom(final int index) {
        if (index == phases.size()) {
            finish();
            return;
        }
        Phase<S> phase = phases.get(index);
        state.begin(phase.name(), clock.instant());
        begin(phase).whenComplete((nothing, failure) -> {
            if (failure == null) {
                runFrom(index + 1);
            } else {
                cleanUp(unwrapped(failure));
            }
        });
    }

    private CompletableFuture<Void> begin(final Phase<S> phase) {
        status = phase.doing(state);
        if (phase.hurried()) {
            CompletableFuture<Void> left = unlessCancelled(phase, CompletableFuture.completedFuture(null));
            unconfirmed = CompletableFuture.allOf(unconfirmed, saved());
            return left; // Only now can the next phase begin, and change the state.
        }
        CompletableFuture<Void> stored = CompletableFuture.allOf(unconfirmed, saved());
        unconfirmed = CompletableFuture.completedFuture(null);
        return unlessCancelled(phase, stored);
    }

    private CompletableFuture<Void> unlessCancelled(final Phase<S> phase, final CompletableFuture<Void> before) {
        return before.thenCompose(nothing -> {
            if (cancelled.isDone()) {
                return cancelled;
            }
            CompletableFuture<Void> work = phase.run(state, new Context());
            return endedOrStopped(work);
        });
    }

    /** A phase is left when it ended; one that does not end after it was told to is left behind after a while. */
    private CompletableFuture<Void> endedOrStopped(final CompletableFuture<Void> work) {
        CompletableFuture<Void> left = work.copy();
        cancelled.whenComplete((nothing, reason) -> left.orTimeout(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        return left.handle((nothing, failure) -> {
            if (cancelled.isCompletedExceptionally()) {
                cancelled.join();
            } else if (failure != null) {
                throw new CompletionException(unwrapped(failure));
            }
            return null;
        });
    }

    private void finish() {
        state.setPhase(null);
        status = "done";
        saved().whenComplete((nothing, failure) -> {
            if (failure == null) {
                result.complete(state);
            } else {
                result.completeExceptionally(unwrapped(failure));
            }
        });
    }

    private void cleanUp(final Throwable failure) {
        String failed = state.getPhase();
        state.setFailure(stored(messageOf(failure)));
        status = cleanup.doing(state);
        // A state that cannot be saved is no reason to leave a database held.
        saved().handle((nothing, unsaved) -> null)
                .thenCompose(nothing -> cleanup.run(state, new CleanupContext()))
                .whenComplete((nothing, second) -> {
                    status = "failed";
                    fail(failed, failure, second == null ? null : unwrapped(second));
                });
    }

    private void fail(final String failed, final Throwable failure, final Throwable second) {
        String message = messageOf(failure);
        if (second == failure) { // A Lease that was lost says so to everybody, and nothing may suppress itself.
            message += "; for the same reason nothing was cleaned up";
        } else if (second != null) {
            message += "; and cleaning up failed: " + messageOf(second);
            failure.addSuppressed(second);
        }
        result.completeExceptionally(new RunFailedException(failed, message, failure));
    }

    private CompletableFuture<Void> saved() {
        try {
            return journal.save(state);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private String stored(final String message) {
        String lines = String.join("\n", kept.apply(message.lines().toList()));
        return lines.isBlank() ? "the reason was told to whoever ran it, and is not stored" : lines;
    }

    private static String messageOf(final Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static Throwable unwrapped(final Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private class Context implements PhaseContext {
        @Override
        public void say(final String line) {
            log.accept(line);
        }

        @Override
        public CompletableFuture<Void> save() {
            return saved();
        }

        @Override
        public CompletableFuture<Void> cancelled() {
            return cancelled;
        }
    }

    /** The cleaning up is not cancelled: it is what a cancelled run does. */
    private final class CleanupContext extends Context {
        @Override
        public CompletableFuture<Void> cancelled() {
            return new CompletableFuture<>();
        }
    }
}
