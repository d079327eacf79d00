package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecEnd;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecListener;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs one of our scripts in a container and collects what it says, within bounds of time and size. */
final class ShortExec {
    static final int MOST_LINES = 2_000;
    static final int MOST_ERRORS = 200;
    /** Characters of output after which a script is taken for mad. */
    private static final long MOST_OUTPUT = 8L * 1024 * 1024;

    private final ContainerExec exec;
    private final ScheduledExecutorService timer;

    ShortExec(final ContainerExec exec, final ScheduledExecutorService timer) {
        this.exec = exec;
        this.timer = timer;
    }

    /**
     * What a script said.
     *
     * @param lines the first {@value #MOST_LINES} lines of standard output
     * @param last the last line of standard output, or empty
     * @param errors the first {@value #MOST_ERRORS} lines of standard error
     * @param tail the last ones, for messages
     */
    record Result(List<String> lines, String last, List<String> errors, String tail, ExecEnd end) {}

    /**
     * @param text what is sent: see {@link HolderScript}
     * @param limit after which the connection is closed and the future fails; the script ends itself before
     * @return fails with {@link HoldException}, or with what {@link ContainerExec#open} fails with
     */
    CompletableFuture<Result> run(final ContainerRef container, final String text, final Duration limit) {
        Collector collector = new Collector();
        CompletableFuture<Result> result = collector.done;
        exec.open(container, HolderScript.COMMAND, collector).whenComplete((session, failure) -> {
            if (failure != null) {
                result.completeExceptionally(ContainerQuiescer.cause(failure));
                return;
            }
            result.whenComplete((value, late) -> session.close());
            try {
                session.send(text);
            } catch (ClusterException e) {
                // A connection that ended before it was spoken to has an end, which says more than that; the limit
                // stands.
                collector.unsent = e;
            }
        });
        var deadline = timer.schedule(
                () -> result.completeExceptionally(
                        new HoldException("no end after " + limit.toSeconds() + " s in " + container)),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        result.whenComplete((value, failure) -> deadline.cancel(false));
        return result;
    }

    private static final class Collector implements ExecListener {
        private final CompletableFuture<Result> done = new CompletableFuture<>();
        private final List<String> lines = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private final ErrorTail tail = new ErrorTail();
        private String last = "";
        private long output;
        private volatile ClusterException unsent;

        @Override
        public void output(final String line) {
            last = line;
            if (lines.size() < MOST_LINES) {
                lines.add(line);
            }
            count(line);
        }

        @Override
        public void error(final String line) {
            tail.add(line);
            if (errors.size() < MOST_ERRORS) {
                errors.add(line);
            }
            count(line);
        }

        private void count(final String line) {
            output += line.length() + 1L;
            if (output > MOST_OUTPUT) {
                done.completeExceptionally(
                        new HoldException("the script printed more than " + MOST_OUTPUT / 1024 / 1024 + " MiB"));
            }
        }

        @Override
        public void ended(final ExecEnd end) {
            if (unsent != null && !end.isWithoutProgram()) {
                done.completeExceptionally(unsent);
                return;
            }
            done.complete(new Result(List.copyOf(lines), last, List.copyOf(errors), tail.toString(), end));
        }
    }
}
