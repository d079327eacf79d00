package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.image.Image;
import io.jenkins.plugins.consistentbackup.embedded.node.ContainerState.Running;
import io.jenkins.plugins.consistentbackup.embedded.node.ContainerState.Terminated;
import io.jenkins.plugins.consistentbackup.embedded.node.ContainerState.Waiting;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * One container of a pod from its first start to its end, over all restarts. Its methods are called by one thread at a
 * time, its pod's; what happens meanwhile (an exit, a probe) only asks for the next call.
 */
final class ContainerLifecycle {
    /** Container restarts: at once, then after 10 s, doubling up to 5 min (kubelet, MaxContainerBackOff). */
    private static final long KILL_AGAIN_SECONDS = 5;

    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(10);

    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);

    private final NodeParts parts;
    private final JsonNode spec;
    private final boolean init;
    private final Runnable changed;
    private ContainerState state = new Waiting("ContainerCreating", "");
    private Terminated last;
    private ContainerProcess process;
    private ContainerLog log;
    private ContainerLog previousLog;
    private ContainerProbes probes;
    private Image image;
    private String id = "";
    private Instant startedAt;
    private Instant notBefore = Instant.MIN;
    private int restarts;
    private int failedPulls;
    private boolean stopping;

    /**
     * @param init whether it is to end before the pod's other containers start
     * @param changed asks for the next call of the pod
     */
    ContainerLifecycle(NodeParts parts, JsonNode spec, boolean init, Runnable changed) {
        this.parts = parts;
        this.spec = spec;
        this.init = init;
        this.changed = changed;
    }

    String name() {
        return spec.path("name").asText();
    }

    JsonNode spec() {
        return spec;
    }

    ContainerState state() {
        return state;
    }

    boolean isRunning() {
        return state instanceof Running;
    }

    /** Whether a first process exists, even if it has not said yet that the program runs. */
    boolean hasProcess() {
        return process != null;
    }

    boolean hasSucceeded() {
        return state instanceof Terminated ended && ended.exitCode() == 0;
    }

    boolean hasEnded() {
        return state instanceof Terminated;
    }

    boolean wasStarted() {
        return startedAt != null;
    }

    boolean isReady() {
        return isRunning() && probes.isReady();
    }

    Optional<ContainerProcess> process() {
        return Optional.ofNullable(process);
    }

    Optional<ContainerLog> log(boolean previous) {
        return Optional.ofNullable(previous ? previousLog : log);
    }

    /**
     * Makes the next step towards a running container: takes note of what happened, and starts it if it is to run and
     * its time has come. Returns how long to wait for the next try, if something has to be tried again.
     *
     * @param start how the process is started; throws {@link StartFailedException} if its specification cannot be met
     * @param restartAfterExit whether it is started again once it has ended
     */
    Optional<Duration> advance(ContainerStart start, RestartPolicy restartAfterExit) {
        observe();
        if (process != null) {
            return Optional.empty();
        }
        if (state instanceof Terminated ended) {
            if (!restartAfterExit.restartsAfter(ended.exitCode())) {
                return Optional.empty();
            }
            last = ended;
        }
        Duration wait = Duration.between(parts.objects().clock().instant(), notBefore);
        if (wasStarted() && notBefore != Instant.MIN && !wait.isNegative() && !wait.isZero()) {
            state = new Waiting(
                    "CrashLoopBackOff",
                    "back-off " + backOff(restarts).toSeconds() + "s restarting failed container=" + name());
            return Optional.of(wait);
        }
        return start(start);
    }

    private Optional<Duration> start(ContainerStart start) {
        String reference = spec.path("image").asText();
        try {
            image = parts.images().find(reference).orElse(null);
        } catch (UncheckedIOException e) {
            return pullFailed(e.getMessage());
        }
        if (image == null) {
            return pullFailed("the embedded cluster has no image for " + reference);
        }
        try {
            ContainerLog fresh = new ContainerLog(parts.objects().clock());
            process = start.start(image, fresh);
            previousLog = log;
            log = fresh;
        } catch (StartFailedException e) {
            state = new Waiting("CreateContainerConfigError", e.getMessage());
            return Optional.of(FIRST_BACK_OFF);
        }
        restarts += wasStarted() ? 1 : 0;
        id = "embedded://" + UUID.randomUUID();
        startedAt = parts.objects().clock().instant();
        stopping = false;
        probes = new ContainerProbes(spec, process, start.port(), parts.workers(), changed);
        process.started().whenComplete((pid, failure) -> changed.run());
        process.exit().whenComplete((status, failure) -> changed.run());
        return Optional.empty();
    }

    private Optional<Duration> pullFailed(String message) {
        state = failedPulls++ == 0
                ? new Waiting("ErrImagePull", message)
                : new Waiting(
                        "ImagePullBackOff",
                        "Back-off pulling image \"" + spec.path("image").asText() + "\"");
        return Optional.of(backOff(failedPulls));
    }

    /** Takes note of a start, of an exit, and of a probe that wants a restart. */
    void observe() {
        if (process == null) {
            return;
        }
        if (process.started().isCompletedExceptionally()) {
            ended(StartScript.START_ERROR, "StartError", startFailure());
        } else if (process.exit().isDone()) {
            int status = process.exit().join();
            ended(status, status == 0 ? "Completed" : "Error", "");
        } else if (process.started().isDone() && !isRunning()) {
            state = new Running(startedAt);
            probes.start();
        } else if (isRunning() && probes.wantRestart() && !stopping) {
            stop(spec.at("/livenessProbe/terminationGracePeriodSeconds").asLong(30));
        }
    }

    private String startFailure() {
        try {
            process.started().join();
            return "";
        } catch (CompletionException e) {
            return e.getCause().getMessage();
        }
    }

    private void ended(int status, String reason, String message) {
        probes.stop();
        Instant now = parts.objects().clock().instant();
        boolean ranWell = Duration.between(startedAt, now).compareTo(LONGEST_BACK_OFF.multipliedBy(2)) > 0;
        notBefore = restarts == 0 || ranWell ? Instant.MIN : now.plus(backOff(restarts));
        state = new Terminated(status, reason, message, startedAt, now, id);
        process = null;
    }

    private static Duration backOff(int failures) {
        Duration wait = FIRST_BACK_OFF.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), 10));
        return wait.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : wait;
    }

    /** Asks the container to end: its preStop hook, its stop signal, and SIGKILL when the grace period is over. */
    void stop(long graceSeconds) {
        if (process == null || stopping) {
            return;
        }
        stopping = true;
        ContainerProcess stopped = process;
        probes.stop();
        if (graceSeconds > 0) {
            whenStarted(stopped, () -> {
                PreStop.run(spec, stopped, graceSeconds);
                stopped.signal(image.stopSignal());
            });
        }
        parts.workers().timer().schedule(() -> killUntilGone(stopped), graceSeconds, TimeUnit.SECONDS);
    }

    void kill() {
        if (process != null) {
            killUntilGone(process);
        }
    }

    /** As the kubelet, which asks the runtime again: on a busy machine the signal's own process may not start in time. */
    private void killUntilGone(ContainerProcess target) {
        if (!target.exit().isDone()) {
            whenStarted(target, target::kill);
            parts.workers().timer().schedule(() -> killUntilGone(target), KILL_AGAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** A process whose program is still being prepared has no pid yet that could be sent a signal. */
    private void whenStarted(ContainerProcess target, Runnable action) {
        target.started().thenRunAsync(action, parts.workers().pool());
    }

    /** The entry of {@code containerStatuses}. */
    ObjectNode status() {
        ObjectNode status = Json.object()
                .put("name", name())
                .put("image", spec.path("image").asText())
                .put("imageID", image == null ? "" : "embedded://" + image.name())
                .put("ready", init ? hasSucceeded() : isReady())
                .put("started", isRunning() && probes.hasStarted())
                .put("restartCount", restarts);
        if (!id.isEmpty()) {
            status.put("containerID", id);
        }
        status.set("state", state.toJson());
        status.set("lastState", last == null ? Json.object() : last.toJson());
        return status;
    }

    /** What the probes said last, for an event. */
    Optional<String> complaint() {
        return probes == null ? Optional.empty() : probes.complaint();
    }
}
