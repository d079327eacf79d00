package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.consistentbackup.buildpage.BackupAction;
import io.jenkins.plugins.consistentbackup.job.BackupSettings;
import io.jenkins.plugins.consistentbackup.job.ConsistentBackupBuilder;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import java.io.File;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What becomes of backups when Jenkins ends in their midst. */
class RestartTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static GatedShop shop;

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @BeforeAll
    static void start() {
        shop = new GatedShop();
    }

    @BeforeEach
    void usualDriver() {
        shop.driver().reset();
    }

    @AfterAll
    static void end() {
        shop.close();
    }

    @Test
    void inTheHoldReleasesAndFails() throws Throwable {
        sessions.then(jenkins -> {
            shop.setUp();
            shop.open("held", "word");
            shop.driver().cutLatency(Duration.ofSeconds(40));
            start(jenkins, "consistentBackup(namespace: 'held', maxFreeze: '5m'); echo 'deployed'");
            await().atMost(LIMIT).until(() -> shop.held("held"));
        });
        sessions.then(jenkins -> {
            shop.driver().reset();
            WorkflowRun build = jenkins.assertBuildStatus(Result.FAILURE, ended(jenkins));
            assertThat(shop.held("held")).isFalse();
            jenkins.assertLogNotContains("deployed", build);
            jenkins.assertLogContains("ERROR: the process that ran it ended in phase", build);
            await().atMost(LIMIT).until(() -> shop.snapshots("held") == 0);
            await().atMost(LIMIT).until(() -> records(jenkins) == 0);
        });
    }

    @Test
    void whileWaitingForReadyGoesOn() throws Throwable {
        sessions.then(jenkins -> {
            shop.setUp();
            shop.open("slow", "word");
            shop.driver().readyLatency(Duration.ofSeconds(25));
            WorkflowRun build = start(jenkins, "def set = consistentBackup('slow'); echo \"deployed after $set\"");
            jenkins.waitForMessage("release took", build);
            assertThat(shop.held("slow")).isFalse();
        });
        sessions.then(jenkins -> {
            WorkflowRun build = jenkins.assertBuildStatusSuccess(ended(jenkins));
            jenkins.assertLogContains(
                    "deployed after " + build.getAction(BackupAction.class).getId(), build);
            assertThat(records(jenkins)).isZero();
        });
    }

    @Test
    void inTheBodyLeavesItToTheBody() throws Throwable {
        sessions.then(jenkins -> {
            shop.setUp();
            shop.open("body", "good");
            WorkflowRun build = start(jenkins, """
                    withConsistentBackup(namespace: 'body', onFailure: 'restore') {
                        semaphore 'deploy'
                        error 'the deploy went wrong'
                    }
                    """);
            SemaphoreStep.waitForStart("deploy/1", build);
            shop.write("body", "bad");
        });
        sessions.then(jenkins -> {
            SemaphoreStep.success("deploy/1", null);
            WorkflowRun build = jenkins.assertBuildStatus(Result.FAILURE, ended(jenkins));
            jenkins.assertLogContains("runs again", build);
            assertThat(shop.read("body")).isEqualTo("good");
        });
    }

    @Test
    void ofAFreestyleBuildIsCleanedUpAfterByTheReaper() throws Throwable {
        sessions.then(jenkins -> {
            shop.setUp();
            shop.open("form", "word");
            shop.driver().cutLatency(Duration.ofSeconds(40));
            FreeStyleProject project = jenkins.createFreeStyleProject("p");
            BackupSettings settings = new BackupSettings("form");
            settings.setMaxFreeze("5m");
            project.getBuildersList().add(new ConsistentBackupBuilder(settings));
            FreeStyleBuild build = project.scheduleBuild2(0).waitForStart();
            await().atMost(LIMIT).until(() -> shop.held("form"));
            assertThat(records(jenkins)).isEqualTo(1);
            assertThat(build.isBuilding()).isTrue();
        });
        sessions.then(jenkins -> {
            shop.driver().reset();
            await().atMost(LIMIT).until(() -> records(jenkins) == 0);
            assertThat(shop.held("form")).isFalse();
            await().atMost(LIMIT).until(() -> shop.snapshots("form") == 0);
        });
    }

    private static WorkflowRun start(final JenkinsRule jenkins, final String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "p");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun ended(final JenkinsRule jenkins) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName("p", WorkflowJob.class);
        return jenkins.waitForCompletion(job.getBuildByNumber(1));
    }

    private static int records(final JenkinsRule jenkins) {
        String[] names = new File(jenkins.jenkins.getRootDir(), "consistent-backup/runs").list();
        return names == null ? 0 : names.length;
    }
}
