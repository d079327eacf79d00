package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.FilePath;
import hudson.model.Result;
import hudson.model.TaskListener;
import io.jenkins.plugins.consistentbackup.buildpage.BackupAction;
import io.jenkins.plugins.consistentbackup.job.Barriers.Barrier;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import io.jenkins.plugins.consistentbackup.job.Recorded;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps beside and inside other steps: {@code post}, {@code parallel}, {@code options}, {@code node}. */
@Tag("jenkins")
@WithJenkins
class CompositionTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(final JenkinsRule rule) throws Exception {
        jenkins = rule;
        shop.setUp();
    }

    @Test
    void afterAFailurePostPutsTheDataBack() throws Exception {
        shop.open("post", "good");
        WorkflowRun build = jenkins.assertBuildStatus(Result.FAILURE, Scripts.run(jenkins, """
            pipeline {
                agent none
                stages {
                    stage('Backup') {
                        steps { script { env.SET = consistentBackup('post').id } }
                    }
                    stage('Deploy') {
                        steps { error 'the deploy went wrong' }
                    }
                }
                post {
                    always { consistentBackup 'post' }
                    failure { restoreSnapshot namespace: 'post', set: env.SET }
                }
            }
            """));
        jenkins.assertLogContains("the deploy went wrong", build);
        jenkins.assertLogContains(
                "restored set " + build.getActions(BackupAction.class).get(0).getId(), build);
        assertThat(build.getActions(BackupAction.class)).hasSize(2);
        assertThat(shop.read("post")).isEqualTo("good");
    }

    @Test
    void namespacesAreBackedUpSideBySide() throws Exception {
        shop.open("left", "left");
        shop.open("right", "right");
        shop.barriers().raise(Barrier.HOLD, "left");
        shop.barriers().raise(Barrier.HOLD, "right");
        WorkflowRun build = Scripts.start(jenkins, """
            parallel left: { consistentBackup namespace: 'left', maxFreeze: '5m' },
                    right: { consistentBackup namespace: 'right', maxFreeze: '5m' }
            """);
        await().atMost(LIMIT)
                .until(() -> Recorded.phases("left").contains("hold")
                        && Recorded.phases("right").contains("hold"));
        shop.barriers().lowerAll();
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertThat(build.getActions(BackupAction.class))
                .extracting(BackupAction::getNamespace)
                .containsExactlyInAnyOrder("left", "right");
    }

    @Test
    void backupsOfOneNamespaceTakeTurns() throws Exception {
        shop.open("turns", "turns");
        WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.run(
                jenkins, "parallel one: { consistentBackup 'turns' }, other: { consistentBackup 'turns' }"));
        assertThat(build.getActions(BackupAction.class)).hasSize(2);
        assertThat(shop.snapshots("turns")).isEqualTo(2);
    }

    @Test
    void branchThatFailsFastStopsTheOther() throws Exception {
        shop.open("fast", "fast");
        shop.barriers().raise(Barrier.HOLD, "fast");
        WorkflowRun build = Scripts.start(jenkins, """
            parallel failFast: true,
                    backup: { consistentBackup namespace: 'fast', maxFreeze: '5m' },
                    tests: { semaphore 'tests'; error 'tests failed' }
            """);
        await().atMost(LIMIT).until(() -> Recorded.phases("fast").contains("hold"));
        SemaphoreStep.success("tests/1", null);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        assertThat(shop.held("fast")).isFalse();
        await().atMost(LIMIT).until(() -> shop.snapshots("fast") == 0);
    }

    @Test
    void timeoutOfThePipelineEndsTheHold() throws Exception {
        shop.open("options", "options");
        shop.barriers().raise(Barrier.HOLD, "options");
        WorkflowRun build = jenkins.assertBuildStatus(Result.ABORTED, Scripts.run(jenkins, """
            pipeline {
                agent none
                options { timeout(time: 20, unit: 'SECONDS') }
                stages {
                    stage('Backup') {
                        steps { consistentBackup namespace: 'options', maxFreeze: '5m' }
                    }
                }
            }
            """));
        jenkins.assertLogContains("aborted; releasing and cleaning up first", build);
        assertThat(shop.held("options")).isFalse();
    }

    @Test
    void templateFilesAreReadInTheWorkspaceOnly() throws Exception {
        shop.open("files", "files");
        FilePath outside = jenkins.jenkins.getRootPath().child("outside");
        outside.child("secret.yaml").write("name: the-controllers-secret", "UTF-8");
        refusedFile(
                "link.yaml",
                "there is no file 'link.yaml' inside the workspace",
                workspace -> workspace
                        .child("link.yaml")
                        .symlinkTo(outside.child("secret.yaml").getRemote(), TaskListener.NULL));
        refusedFile(
                "dir/secret.yaml",
                "there is no file 'dir/secret.yaml' inside the workspace",
                workspace -> workspace.child("dir").symlinkTo(outside.getRemote(), TaskListener.NULL));
        refusedFile(
                "ci",
                "there is no file 'ci' inside the workspace",
                workspace -> workspace.child("ci").mkdirs());
        refusedFile(
                "large.yaml",
                "'large.yaml' has more than 64 KiB",
                workspace -> workspace.child("large.yaml").write("# " + "x".repeat(70_000), "UTF-8"));
        refusedFile(
                "ci/hold.yaml",
                "ci/hold.yaml:3: error: ",
                workspace ->
                        workspace.child("ci/hold.yaml").write("name: own\ntitle: Own\nno-such-word: 1\n", "UTF-8"));
        refusedFile(
                "ci/text.yaml",
                "ci/text.yaml:1: error: ",
                workspace -> workspace.child("ci/text.yaml").write("{", "UTF-8"));
    }

    private static void refusedFile(final String path, final String message, final Preparation preparation)
            throws Exception {
        WorkflowJob job =
                Scripts.job(jenkins, "node { consistentBackup namespace: 'files', templateFile: '" + path + "' }");
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        workspace.mkdirs();
        preparation.in(workspace);
        WorkflowRun build =
                jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0).get());
        Scripts.assertOneLine(jenkins, build, message);
        jenkins.assertLogNotContains("the-controllers-secret", build);
    }

    /** Puts into a workspace what a step is to find there. */
    @FunctionalInterface
    private interface Preparation {
        void in(FilePath workspace) throws Exception;
    }
}
