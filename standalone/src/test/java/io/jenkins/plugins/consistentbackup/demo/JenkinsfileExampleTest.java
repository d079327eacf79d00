package io.jenkins.plugins.consistentbackup.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.demo.jenkinsfile.BuildListener;
import io.jenkins.plugins.consistentbackup.demo.jenkinsfile.BuildOutcome;
import io.jenkins.plugins.consistentbackup.demo.jenkinsfile.BuildResult;
import io.jenkins.plugins.consistentbackup.demo.jenkinsfile.JenkinsfileRunner;
import io.jenkins.plugins.consistentbackup.demo.jenkinsfile.StepFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the example does in each case, with steps that only tell that they were called. */
class JenkinsfileExampleTest {
    private static final Path EXAMPLE = Path.of("..", "Jenkinsfile.example");

    private final List<String> called = new ArrayList<>();
    private final JenkinsfileRunner runner = new JenkinsfileRunner(new BuildListener() {
                @Override
                public void line(String text) {}

                @Override
                public void stage(String name, StageEvent event) {}
            })
            .step(
                    "restoreSnapshot",
                    call -> called.add("restore " + call.named().get("set")))
            .step("sh", call -> called.add(call.mainText("script")));

    @Test
    void aGoodDeployRestoresNothing() {
        backupIs("application", 80);
        assertThat(run().result()).isEqualTo(BuildResult.SUCCESS);
        assertThat(called).containsExactly("./deploy.sh \"$VERSION\"", "./check.sh");
    }

    @Test
    void withoutABackupNothingIsDeployedAndNothingRestored() {
        runner.step("consistentBackup", call -> {
            throw new StepFailedException("postgres-0 is not ready");
        });
        assertThat(run().failure()).contains("postgres-0 is not ready");
        assertThat(called).isEmpty();
    }

    @Test
    void theGateRefusesAWeakOrSlowBackup() {
        backupIs("crash", 80);
        assertThat(run().failure().orElseThrow()).startsWith("Not deploying");
        backupIs("application", 9000);
        assertThat(run().failure().orElseThrow()).contains("9000 ms");
        assertThat(called).as("neither deployed nor put back").isEmpty();
    }

    @Test
    void aFailedCheckPutsTheDataBack() {
        backupIs("application", 80);
        runner.step("sh", call -> {
            if (call.mainText("script").contains("check")) {
                throw new StepFailedException("script returned exit code 1");
            }
            return null;
        });
        assertThat(run().result()).isEqualTo(BuildResult.FAILURE);
        assertThat(called).containsExactly("restore shop-1");
    }

    @Test
    void whoDoesNotWantARestoreIsToldHow() {
        backupIs("application", 80);
        runner.parameter("RESTORE", false).step("sh", call -> {
            throw new StepFailedException("script returned exit code 1");
        });
        run();
        assertThat(called).isEmpty();
    }

    private void backupIs(String level, long freezeMillis) {
        runner.step("consistentBackup", call -> Map.of("id", "shop-1", "level", level, "freezeMillis", freezeMillis));
    }

    private BuildOutcome run() {
        return runner.run(EXAMPLE);
    }
}
