package io.jenkins.plugins.consistentbackup.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.consistentbackup.job.ActiveRun;
import io.jenkins.plugins.consistentbackup.job.BuildLog;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A step that follows operations of the engine, one after the other. No thread waits for them. What a subclass persists
 * is the id of each; after a restart the record with that id says how far it came.
 */
abstract class EngineExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private transient ActiveRun<?> active;
    private transient Throwable stopped;
    private transient boolean answered;

    EngineExecution(final StepContext context) {
        super(context);
    }

    /** Goes on with what was running when Jenkins ended. */
    abstract void resume() throws IOException, InterruptedException;

    @Override
    public final void onResume() {
        try {
            resume();
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        }
    }

    /**
     * Hears of an operation's end: of its report, or of its failure, which is the reason for the stop if the step was
     * stopped meanwhile.
     */
    final <R> void follow(final ActiveRun<R> run, final BiConsumer<R, Throwable> ended) {
        synchronized (this) {
            active = run;
        }
        run.result().whenComplete((report, failure) -> {
            Throwable reason;
            synchronized (this) {
                active = null;
                reason = stopped == null ? failure : stopped;
            }
            ended.accept(report, reason instanceof CompletionException ? reason.getCause() : reason);
        });
    }

    @Override
    public void stop(@NonNull final Throwable cause) throws Exception {
        ActiveRun<?> run;
        synchronized (this) {
            run = active;
            stopped = cause;
        }
        if (run == null) {
            fail(cause);
            return;
        }
        say("aborted; releasing and cleaning up first");
        run.cancel("the build was aborted");
        Timer.get().schedule(() -> fail(cause), ActiveRun.STOP_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public synchronized String getStatus() {
        return active == null ? "" : active.status();
    }

    @Override
    public synchronized boolean blocksRestart() {
        return active != null && active.holding();
    }

    final void succeed(final Object result) {
        if (answer()) {
            getContext().onSuccess(result);
        }
    }

    final void fail(final Throwable failure) {
        if (answer()) {
            getContext().onFailure(failure);
        }
    }

    /** Whether this is the first answer, the only one that counts. */
    private synchronized boolean answer() {
        boolean first = !answered;
        answered = true;
        return first;
    }

    final Run<?, ?> build() throws IOException, InterruptedException {
        return getContext().get(Run.class);
    }

    final BuildLog log() throws IOException, InterruptedException {
        return StepLog.of(getContext());
    }

    final void say(final String line) throws IOException, InterruptedException {
        log().accept(line);
    }
}
