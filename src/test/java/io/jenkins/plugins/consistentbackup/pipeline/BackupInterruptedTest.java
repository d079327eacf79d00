package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.job.BackupSettings;
import io.jenkins.plugins.consistentbackup.job.Barriers.Barrier;
import io.jenkins.plugins.consistentbackup.job.ConsistentBackupBuilder;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import io.jenkins.plugins.consistentbackup.job.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Operations whose build is stopped or killed, or whose job is deleted; each in a namespace that is named after what happens. */
@Tag("jenkins")
@WithJenkins
class BackupInterruptedTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    /** How long a phase takes that is to be interrupted; what was asked of the storage is removed after that only. */
    private static final Duration SLOW = Duration.ofSeconds(45);
    /** The same where there is nothing to wait for but the hold. */
    private static final Duration HOLD = Duration.ofSeconds(20);

    private static final int TIMEOUT_SECONDS = 25;

    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    private static JenkinsRule jenkins;

    private final CompletableFuture<Void> goOn = new CompletableFuture<>();

    @BeforeAll
    static void start(final JenkinsRule rule) throws Exception {
        jenkins = rule;
        shop.setUp();
    }

    @AfterEach
    void nothingStalls() {
        goOn.complete(null);
    }

    @Test
    void stoppedInAnyPhaseItReleasesAndRemovesWhatItMade() throws Exception {
        List<String> phases = List.of("plan", "hold", "commit", "ready", "cut");
        shop.embedded()
                .faults(request ->
                        request.is("list", "pods") && request.namespace().equals("stop-plan")
                                        || request.is("create", "configmaps")
                                                && request.namespace().equals("stop-commit")
                                ? Fault.stall(goOn, SLOW)
                                : Fault.none());
        List<WorkflowRun> builds = begin("stop-", phases, "consistentBackup(namespace: '%s', maxFreeze: '5m')");
        long stopped = System.nanoTime();
        for (WorkflowRun build : builds) {
            build.doStop();
        }
        assertAllReleased("stop-", phases, builds);
        assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(SLOW);
        goOn.complete(null);
        assertNothingStays("stop-", phases);
    }

    @Test
    void timeoutInTheMidstReleasesAndRemovesWhatItMade() throws Exception {
        List<String> phases = List.of("hold", "ready", "cut");
        List<WorkflowRun> builds = begin(
                "time-",
                phases,
                "timeout(time: " + TIMEOUT_SECONDS + ", unit: 'SECONDS') "
                        + "{ consistentBackup(namespace: '%s', maxFreeze: '5m') }");
        assertAllReleased("time-", phases, builds);
        assertNothingStays("time-", phases);
    }

    @Test
    void killedBuildIsCleanedUpAfter() throws Exception {
        WorkflowRun build = holding("killed");
        build.doKill();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertCleanedUp("killed");
    }

    @Test
    void restoreOfAKilledBuildGoesOnToItsEnd() throws Exception {
        shop.open("back", "set-back");
        jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "consistentBackup 'back'"));
        shop.write("back", "old-back");
        shop.barriers().raise(Barrier.PREPARE, "set-back");
        WorkflowRun build = Scripts.start(jenkins, "restoreSnapshot namespace: 'back', set: 'newest'");
        await().atMost(LIMIT).until(() -> Recorded.phases("back").contains("prepare"));
        build.doKill();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        shop.barriers().lowerAll();
        await().atMost(LIMIT).until(Recorded::nothing);
        assertThat(shop.read("back")).isEqualTo("set-back");
    }

    @Test
    void buildOfADeletedFolderIsCleanedUpAfter() throws Exception {
        MockFolder folder = jenkins.createFolder("folder");
        shop.open("folder", "word-folder");
        shop.driver().cutLatency(HOLD);
        WorkflowJob job = folder.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition("consistentBackup(namespace: 'folder', maxFreeze: '5m')", true));
        job.scheduleBuild2(0).waitForStart();
        await().atMost(LIMIT).until(() -> shop.held("folder"));
        folder.delete();
        assertCleanedUp("folder");
    }

    @Test
    void freestyleBuildWhoseJobIsDeletedIsCleanedUpAfter() throws Exception {
        FreeStyleProject project = freestyle("form-deleted");
        project.delete();
        assertCleanedUp("form-deleted");
    }

    /** Builds of which each is in the phase of its namespace, and stays there. */
    private static List<WorkflowRun> begin(final String prefix, final List<String> phases, final String step)
            throws Exception {
        shop.barriers().raise(Barrier.HOLD, "word-" + prefix + "hold");
        for (String phase : phases) {
            shop.open(prefix + phase, "word-" + prefix + phase);
        }
        List<WorkflowRun> builds = new ArrayList<>();
        for (String phase : phases) {
            if (phase.equals("ready")) {
                shop.driver().readyLatency(SLOW);
            } else if (phase.equals("cut")) {
                shop.driver().readyLatency(Duration.ZERO).cutLatency(SLOW);
            }
            builds.add(Scripts.start(jenkins, step.formatted(prefix + phase) + "; echo 'deployed'"));
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(Recorded.phases(prefix + phase)).containsExactly(phase));
        }
        return builds;
    }

    private static void assertAllReleased(
            final String prefix, final List<String> phases, final List<WorkflowRun> builds) throws Exception {
        for (int i = 0; i < builds.size(); i++) {
            WorkflowRun build = jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(builds.get(i)));
            assertThat(shop.held(prefix + phases.get(i))).as(phases.get(i)).isFalse();
            jenkins.assertLogContains("aborted; releasing and cleaning up first", build);
            jenkins.assertLogNotContains("deployed", build);
            jenkins.assertLogNotContains("\tat ", build);
        }
    }

    /** Also where the database was just about to be held: that is not interrupted, but taken back when it has come. */
    private static void assertNothingStays(final String prefix, final List<String> phases) throws Exception {
        shop.barriers().lowerAll();
        for (String phase : phases) {
            assertCleanedUp(prefix + phase);
            // A manifest that was on its way when its build was stopped may arrive later: its snapshots are gone by
            // then.
            String left = phase.equals("commit") ? "every { it.state == 'damaged' }" : "isEmpty()";
            jenkins.assertBuildStatusSuccess(
                    Scripts.run(jenkins, "assert listBackups('" + prefix + phase + "')." + left));
        }
    }

    private static void assertCleanedUp(final String namespace) {
        await().atMost(LIMIT).until(Recorded::nothing);
        await().atMost(LIMIT).until(() -> !shop.held(namespace));
        await().atMost(LIMIT).until(() -> shop.snapshots(namespace) == 0);
    }

    private static WorkflowRun holding(final String namespace) throws Exception {
        shop.open(namespace, "word-" + namespace);
        shop.driver().cutLatency(HOLD);
        WorkflowRun build = Scripts.start(jenkins, "consistentBackup(namespace: '" + namespace + "', maxFreeze: '5m')");
        await().atMost(LIMIT).until(() -> shop.held(namespace));
        return build;
    }

    private static FreeStyleProject freestyle(final String namespace) throws Exception {
        shop.open(namespace, "word-" + namespace);
        shop.driver().cutLatency(HOLD);
        FreeStyleProject project = jenkins.createFreeStyleProject(namespace);
        BackupSettings settings = new BackupSettings(namespace);
        settings.setMaxFreeze("5m");
        project.getBuildersList().add(new ConsistentBackupBuilder(settings));
        project.scheduleBuild2(0).waitForStart();
        await().atMost(LIMIT).until(() -> shop.held(namespace));
        return project;
    }
}
