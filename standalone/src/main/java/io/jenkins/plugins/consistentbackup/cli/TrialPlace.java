package io.jenkins.plugins.consistentbackup.cli;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.InputException;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.local.Table;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.trial.HoldTrial;
import io.jenkins.plugins.consistentbackup.trial.ProcessContainer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a template is tried on a database that runs. */
final class TrialPlace {
    @Option(
            names = "--process",
            required = true,
            description =
                    "On this machine as it is, with the variables of this shell: where the database's client is on"
                            + " the PATH.")
    private boolean process;

    @ArgGroup(exclusive = false)
    private InPod pod;

    /** A container of a pod. */
    static final class InPod {
        @Option(names = "--pod", paramLabel = "POD", required = true, description = "In this pod, embedded or real.")
        private String name;

        @Option(names = "--container", paramLabel = "NAME", description = "Which one of its containers.")
        private String container;

        @ArgGroup(exclusive = false)
        private ClusterOptions cluster = new ClusterOptions();
    }

    /** Tries a template and prints its steps. */
    void tryOut(final HookTemplate template, final Map<String, String> parameters, final Output output)
            throws InterruptedException {
        if (process) {
            ContainerRef here = new ContainerRef("this", "machine", "", "process");
            print(run(new ProcessContainer(System.getenv()), here, template, parameters), output);
            return;
        }
        try (LocalEngine engine = pod.cluster.open()) {
            ContainerRef container = container(engine, pod.cluster.namespace());
            print(run(engine.cluster().exec(), container, template, parameters), output);
        }
    }

    private static List<HoldTrial.Step> run(
            final ContainerExec exec,
            final ContainerRef container,
            final HookTemplate template,
            final Map<String, String> parameters)
            throws InterruptedException {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            return new HoldTrial(exec, timer).run(container, template, parameters);
        } finally {
            timer.shutdownNow();
        }
    }

    private static void print(final List<HoldTrial.Step> steps, final Output output) {
        Table table = new Table("STEP", "MS", "WHAT CAME OF IT");
        steps.forEach(step -> table.row(step.name(), Long.toString(step.millis()), step.said()));
        output.result(steps, table.lines());
    }

    private ContainerRef container(final LocalEngine engine, final String namespace) throws InterruptedException {
        Pod found = Await.result(engine.cluster().get(Kind.PODS, namespace, pod.name))
                .orElseThrow(() -> new InputException("there is no pod " + pod.name + " in namespace " + namespace));
        List<String> names =
                found.getSpec().getContainers().stream().map(Container::getName).toList();
        String wanted = pod.container == null && names.size() == 1 ? names.get(0) : pod.container;
        if (!names.contains(wanted)) {
            throw new InputException("pod " + pod.name + " has the containers " + String.join(", ", names)
                    + ": choose one with --container");
        }
        return new ContainerRef(namespace, pod.name, found.getMetadata().getUid(), wanted);
    }
}
