package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.template.TemplateParser;
import io.jenkins.plugins.consistentbackup.trial.HoldTrial;
import io.jenkins.plugins.consistentbackup.trial.ProcessContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documentation's example, tried on a pod of the embedded cluster and on this machine. */
class TemplateTrialTest {
    @TempDir
    private Path folder;

    private final Path example = TemplateCommandTest.example().toAbsolutePath();

    @Test
    void exampleIsHeldInAPodOfTheEmbeddedCluster() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
            cluster.applyYaml(Files.readString(example.resolve("pod.yaml")));
            cluster.when(
                            ResourceType.POD,
                            "default",
                            "ledger-0",
                            pod -> pod.path("status")
                                    .path("containerStatuses")
                                    .path(0)
                                    .path("ready")
                                    .asBoolean())
                    .get(30, TimeUnit.SECONDS);
            Path kubeconfig = folder.resolve("kubeconfig");
            cluster.writeKubeconfig(kubeconfig);
            String template = example.resolve("ledger.yaml").toString();

            CommandLineRun run = CommandLineRun.of(
                    "template", "test", template, "--kubeconfig", kubeconfig.toString(), "--pod", "ledger-0");
            assertThat(run.status()).as(run.toString()).isZero();
            assertThat(run.out()).contains("data /data", "proof twice the same: session ", "writable");

            CommandLineRun other = CommandLineRun.of(
                    "template", "test", template, "--kubeconfig", kubeconfig.toString(), "--pod", "no-0");
            assertThat(other.status()).isEqualTo(ExitCodes.BAD_INPUT);
            assertThat(other.err()).contains("there is no pod no-0 in namespace default");

            CommandLineRun container = CommandLineRun.of(
                    "template",
                    "test",
                    template,
                    "--kubeconfig",
                    kubeconfig.toString(),
                    "--pod",
                    "ledger-0",
                    "--container",
                    "other");
            assertThat(container.status()).isEqualTo(ExitCodes.BAD_INPUT);
            assertThat(container.err()).contains("has the containers ledger", "--container");
        }
    }

    @Test
    void exampleIsHeldByProcessesOfThisMachine() throws Exception {
        Files.writeString(folder.resolve("password"), "s3cret\n");
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            HoldTrial trial = new HoldTrial(new ProcessContainer(environment("s3cret")), timer);
            List<HoldTrial.Step> steps = trial.run(here(), TemplateParser.parse("ledger", template()), Map.of());
            assertThat(steps).extracting(HoldTrial.Step::name).containsExactly("volumes", "hold", "writable");
            assertThat(folder.resolve("rows")).hasContent("probe");

            HoldTrial refused = new HoldTrial(new ProcessContainer(environment("wrong")), timer);
            assertThatThrownBy(() -> refused.run(here(), TemplateParser.parse("ledger", template()), Map.of()))
                    .hasMessage("the template's volumes in this/machine (process) ended with status 1: ledger: wrong"
                            + " password");
            HoldTrial unknown = new HoldTrial(new ProcessContainer(environment("s3cret")), timer);
            String role = template().replace("volumes: |", "role: echo leader\nvolumes: |");
            assertThatThrownBy(() -> unknown.run(here(), TemplateParser.parse("ledger", role), Map.of()))
                    .hasMessageContaining("printed 'leader', which is neither primary nor replica");
        } finally {
            timer.shutdownNow();
        }
    }

    private String template() throws Exception {
        return Files.readString(example.resolve("ledger.yaml"));
    }

    private static ContainerRef here() {
        return new ContainerRef("this", "machine", "", "process");
    }

    private Map<String, String> environment(String password) {
        return Map.of(
                "LEDGER_HOME",
                folder.toString(),
                "LEDGER_PASSWORD",
                password,
                "PATH",
                example + ":" + System.getenv("PATH"));
    }
}
