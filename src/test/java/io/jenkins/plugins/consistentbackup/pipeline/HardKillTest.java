package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.Util;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.consistentbackup.job.BackupSettings;
import io.jenkins.plugins.consistentbackup.job.Barriers.Barrier;
import io.jenkins.plugins.consistentbackup.job.ConsistentBackupBuilder;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import io.jenkins.plugins.consistentbackup.job.Recorded;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jenkins.model.ParameterizedJobMixIn;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What becomes of operations when the controller is gone in an instant: it starts again from what was on its disk. */
@Tag("jenkins")
class HardKillTest {
    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final List<String> HOLDING = List.of("fast", "safe", "form");

    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void whatWasHeldIsReleasedAndNothingIsRepeated(@TempDir final Path disk) throws Throwable {
        sessions.then(jenkins -> {
            shop.setUp();
            beginRestore(jenkins);
            beginBackups(jenkins);
            copy(sessions.getHome(), disk.resolve("home").toFile());
        });
        Util.deleteContentsRecursive(sessions.getHome());
        copy(new File(disk.toFile(), "home/."), sessions.getHome());
        sessions.then(jenkins -> {
            shop.hinderNothing();
            await().atMost(LIMIT).until(Recorded::nothing);
            for (String namespace : HOLDING) {
                assertThat(shop.held(namespace)).as(namespace).isFalse();
                await().atMost(LIMIT).until(() -> shop.snapshots(namespace) == 0);
            }
            assertFailedOnce(jenkins, "fast");
            assertFailedOnce(jenkins, "safe");
            // Of a freestyle build nothing may have been stored yet: then Jenkins does not know it any more.
            if (build(jenkins, "form") != null) {
                assertFailedOnce(jenkins, "form");
            }
            assertFailedOnce(jenkins, "back");
            assertThat(shop.read("back")).isEqualTo("old-back");
            jenkins.assertLogContains("the process that ran it ended in phase", (WorkflowRun) build(jenkins, "safe"));
        });
    }

    private static void beginRestore(final JenkinsRule jenkins) throws Exception {
        shop.open("back", "set-back");
        jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "consistentBackup('back')"));
        shop.write("back", "old-back");
        shop.barriers().raise(Barrier.PREPARE, "set-back");
        pipeline(jenkins, "back", "restoreSnapshot(namespace: 'back', set: 'newest')")
                .addProperty(new DurabilityHintJobProperty(FlowDurabilityHint.PERFORMANCE_OPTIMIZED));
        begin(jenkins, "back");
        await().atMost(LIMIT).until(() -> Recorded.phases("back").contains("prepare"));
    }

    private static void beginBackups(final JenkinsRule jenkins) throws Exception {
        shop.driver().cutLatency(Duration.ofSeconds(60));
        pipeline(jenkins, "fast", "consistentBackup(namespace: 'fast', maxFreeze: '5m')")
                .addProperty(new DurabilityHintJobProperty(FlowDurabilityHint.PERFORMANCE_OPTIMIZED));
        pipeline(jenkins, "safe", "consistentBackup(namespace: 'safe', maxFreeze: '5m')");
        BackupSettings settings = new BackupSettings("form");
        settings.setMaxFreeze("5m");
        jenkins.createProject(FreeStyleProject.class, "form")
                .getBuildersList()
                .add(new ConsistentBackupBuilder(settings));
        for (String namespace : HOLDING) {
            shop.open(namespace, "word");
            begin(jenkins, namespace);
        }
        for (String namespace : HOLDING) {
            await().atMost(LIMIT).until(() -> shop.held(namespace));
        }
    }

    private static WorkflowJob pipeline(final JenkinsRule jenkins, final String name, final String step)
            throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(step + "\necho 'deployed'", true));
        return job;
    }

    private static void begin(final JenkinsRule jenkins, final String name) throws Exception {
        jenkins.jenkins
                .getItemByFullName(name, ParameterizedJobMixIn.ParameterizedJob.class)
                .scheduleBuild2(0)
                .getStartCondition()
                .get();
    }

    private static void assertFailedOnce(final JenkinsRule jenkins, final String name) throws Exception {
        Run<?, ?> build = build(jenkins, name);
        await().atMost(LIMIT).until(() -> !build.isBuilding());
        assertThat(build.getResult()).as(name).isIn(Result.FAILURE, Result.ABORTED);
        assertThat(build.getParent().getLastBuild()).as(name).isEqualTo(build);
        jenkins.assertLogNotContains("deployed", build);
    }

    private static Run<?, ?> build(final JenkinsRule jenkins, final String name) {
        return jenkins.jenkins.getItemByFullName(name, Job.class).getBuildByNumber(1);
    }

    /** Also while files come and go, as on a disk that is cut off. */
    private static void copy(final File from, final File to) throws Exception {
        new ProcessBuilder("cp", "-a", from.getPath(), to.getPath())
                .inheritIO()
                .start()
                .waitFor();
    }
}
