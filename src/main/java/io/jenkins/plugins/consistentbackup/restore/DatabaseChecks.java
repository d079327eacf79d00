package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts.Output;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks started databases whether their restored data is good, until they say so or the time is over. */
final class DatabaseChecks {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_TRY = Duration.ofSeconds(60);

    private final RestoreState state;
    private final Tools tools;

    DatabaseChecks(final RestoreState state, final Tools tools) {
        this.state = state;
        this.tools = tools;
    }

    /** Runs the template's check in a container; does nothing when the template has none. */
    CompletableFuture<Void> check(final RestoredPod target, final Workload workload) {
        Optional<String> script = target.template(tools.templates()).restore().check();
        if (script.isEmpty()) {
            return Steps.done();
        }
        long deadline = System.nanoTime() + state.limits().start().toNanos();
        return attempt(target, workload, script.get(), deadline);
    }

    private CompletableFuture<Void> attempt(
            final RestoredPod target, final Workload workload, final String script, final long deadline) {
        return running(target, workload)
                .thenCompose(container -> tools.scripts().run(container, script, target.parameters, left(deadline)))
                .handle((output, failure) -> judge(target, workload, script, deadline, output, failure))
                .thenCompose(outcome -> outcome);
    }

    private CompletableFuture<Void> judge(
            final RestoredPod target,
            final Workload workload,
            final String script,
            final long deadline,
            final Output output,
            final Throwable failure) {
        if (failure == null && output.exitCode() == 0) {
            tools.say("  " + target.pod + " (" + target.container + ") checked by template " + target.template
                    + lastLine(output.lines()));
            return Steps.done();
        }
        if (System.nanoTime() >= deadline || tools.context().cancelled().isDone()) {
            String why = failure == null
                    ? "exit status " + output.exitCode() + lastLine(output.errors())
                    : Futures.cause(failure).getMessage();
            return CompletableFuture.failedFuture(new RestoreException("the restored data of " + target.pod + " ("
                    + target.container + ") in namespace " + state.namespace() + " is not good, says template "
                    + target.template + ": " + why));
        }
        return pause().thenCompose(nothing -> attempt(target, workload, script, deadline));
    }

    private CompletableFuture<Void> pause() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        tools.scheduler().schedule(() -> over.complete(null), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        return over;
    }

    /** The pod of that name; of a Deployment, whose pods get new names, any pod that runs. */
    private CompletableFuture<ContainerRef> running(final RestoredPod target, final Workload workload) {
        return tools.until(
                Kind.PODS,
                state.namespace(),
                pods -> pick(target, workload, pods),
                state.limits().start(),
                "container " + target.container + " of " + workload + " in namespace " + state.namespace() + " to run");
    }

    private Optional<ContainerRef> pick(
            final RestoredPod target, final Workload workload, final Map<String, Pod> pods) {
        boolean named = workload.kind().equals(Workload.STATEFUL_SET);
        return pods.values().stream()
                .filter(pod -> named ? pod.getMetadata().getName().equals(target.pod) : workload.selects(pod))
                .filter(pod -> Pods.runs(pod, target.container))
                .min(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .map(pod -> new ContainerRef(
                        state.namespace(),
                        pod.getMetadata().getName(),
                        pod.getMetadata().getUid(),
                        target.container));
    }

    private static Duration left(final long deadline) {
        Duration left = Duration.ofNanos(
                Math.max(deadline - System.nanoTime(), Duration.ofSeconds(1).toNanos()));
        return left.compareTo(LONGEST_TRY) < 0 ? left : LONGEST_TRY;
    }

    private static String lastLine(final List<String> lines) {
        return lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1);
    }
}
