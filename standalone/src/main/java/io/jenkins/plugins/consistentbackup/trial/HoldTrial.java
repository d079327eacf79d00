package io.jenkins.plugins.consistentbackup.trial;

import io.jenkins.plugins.consistentbackup.cluster.ContainerExec;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerQuiescer;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts.Output;
import io.jenkins.plugins.consistentbackup.quiesce.HoldException;
import io.jenkins.plugins.consistentbackup.quiesce.ScriptRunner;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.TemplateParameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;

/** A template tried on a database: probed, held, proved, let go and written to, with nothing cut. */
public final class HoldTrial {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Set<String> ROLES = Set.of("primary", "replica");

    private final ContainerExec exec;
    private final ScheduledExecutorService timer;
    private final List<Step> steps = new ArrayList<>();

    /** @param timer runs deadlines and heartbeats */
    public HoldTrial(final ContainerExec exec, final ScheduledExecutorService timer) {
        this.exec = exec;
        this.timer = timer;
    }

    /**
     * What was done.
     *
     * @param name what
     * @param millis how long it took, in ms; of the hold, how long it lasted
     * @param said what came of it
     */
    public record Step(String name, long millis, String said) {}

    /**
     * Tries a template.
     *
     * @param parameters values that the user sets
     * @return the steps, in order
     * @throws HoldException when a step fails
     * @throws io.jenkins.plugins.consistentbackup.template.TemplateException when a parameter is wrong
     */
    public List<Step> run(
            final ContainerRef container, final HookTemplate template, final Map<String, String> parameters)
            throws InterruptedException {
        Map<String, String> values = TemplateParameters.complete(template, parameters);
        script("role", container, template.role(), values);
        script("volumes", container, template.volumes(), values);
        OneHold.Result result =
                OneHold.of(new ContainerQuiescer(exec, timer), OneHold.request(container, template, values));
        String captured =
                String.join(", ", new TreeSet<>(result.released().captured().keySet()));
        steps.add(new Step(
                "hold",
                result.released().heldMillis(),
                "proof twice the same: " + result.proof() + (captured.isEmpty() ? "" : "; captured " + captured)));
        script("writable", container, template.writable(), values);
        return List.copyOf(steps);
    }

    private void script(
            final String name,
            final ContainerRef container,
            final Optional<String> script,
            final Map<String, String> values)
            throws InterruptedException {
        if (script.isEmpty()) {
            return;
        }
        long from = System.nanoTime();
        Output output = Await.result(new ScriptRunner(exec, timer).run(container, script.get(), values, LIMIT));
        if (output.exitCode() != 0) {
            throw new HoldException("the template's " + name + " in " + container + " ended with status "
                    + output.exitCode() + ": " + String.join(" / ", output.errors()));
        }
        String said = output.lines().isEmpty() ? "status 0" : String.join("; ", output.lines());
        if (name.equals("role") && !ROLES.contains(said)) {
            throw new HoldException("the template's role printed '" + said + "', which is neither primary nor replica");
        }
        steps.add(new Step(name, (System.nanoTime() - from) / 1_000_000, said));
    }
}
