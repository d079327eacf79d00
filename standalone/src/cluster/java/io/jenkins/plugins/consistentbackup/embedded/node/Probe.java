package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks a container again and again how it is, with the thresholds of Kubernetes (
 * https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/). The next question is asked one
 * period after the last answer.
 */
final class Probe {
    /** What the container answered: nothing is said when it is well. */
    record Answer(boolean success, String output) {}

    private final JsonNode spec;
    private final Supplier<CompletableFuture<Answer>> question;
    private final ScheduledExecutorService timer;
    private final Runnable changed;
    private ScheduledFuture<?> next;
    private boolean stopped;
    private boolean passing;
    private boolean failed;
    private int inARow;
    private boolean last;
    private String output = "";

    /**
     * @param passingAtFirst what holds before the first answer: liveness passes, readiness and start-up do not
     * @param changed is run when {@link #isPassing()} or {@link #hasFailed()} has changed
     */
    Probe(
            JsonNode spec,
            boolean passingAtFirst,
            Supplier<CompletableFuture<Answer>> question,
            ScheduledExecutorService timer,
            Runnable changed) {
        this.spec = spec;
        this.passing = passingAtFirst;
        this.question = question;
        this.timer = timer;
        this.changed = changed;
    }

    synchronized void start() {
        if (next == null && !stopped) {
            next = timer.schedule(this::ask, spec.path("initialDelaySeconds").asLong(0), TimeUnit.SECONDS);
        }
    }

    synchronized void stop() {
        stopped = true;
        if (next != null) {
            next.cancel(false);
        }
    }

    /** Whether the container is ready, alive or started, as its probes say so far. */
    synchronized boolean isPassing() {
        return passing;
    }

    /** Whether the failure threshold has been reached. */
    synchronized boolean hasFailed() {
        return failed;
    }

    /** What the last failure said. */
    synchronized String output() {
        return output;
    }

    private void ask() {
        question.get().whenComplete((answer, failure) -> {
            if (record(answer == null ? new Answer(false, String.valueOf(failure)) : answer)) {
                changed.run();
            }
        });
    }

    private synchronized boolean record(Answer answer) {
        if (stopped) {
            return false;
        }
        next = timer.schedule(this::ask, Math.max(1, spec.path("periodSeconds").asLong(10)), TimeUnit.SECONDS);
        inARow = answer.success() == last ? inARow + 1 : 1;
        last = answer.success();
        if (!last) {
            output = answer.output();
        }
        boolean passingBefore = passing;
        boolean failedBefore = failed;
        if (last && inARow >= spec.path("successThreshold").asInt(1)) {
            passing = true;
            failed = false;
        } else if (!last && inARow >= spec.path("failureThreshold").asInt(3)) {
            passing = false;
            failed = true;
        }
        return passing != passingBefore || failed != failedBefore;
    }
}
