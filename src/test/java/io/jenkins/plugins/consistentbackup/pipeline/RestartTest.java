package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.consistentbackup.buildpage.BackupAction;
import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.config.TemplateDefinition;
import io.jenkins.plugins.consistentbackup.job.BackupSettings;
import io.jenkins.plugins.consistentbackup.job.ConsistentBackupBuilder;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import io.jenkins.plugins.consistentbackup.job.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What becomes of backups when Jenkins ends in their midst. */
@Tag("jenkins")
class RestartTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void inTheHoldReleasesAndFails() throws Throwable {
        sessions.then(jenkins -> {
            shop.setUp();
            shop.open("held", "word");
            shop.driver().cutLatency(Duration.ofSeconds(40));
            Scripts.start(jenkins, "p", "consistentBackup(namespace: 'held', maxFreeze: '5m'); echo 'deployed'");
            await().atMost(LIMIT).until(() -> shop.held("held"));
        });
        sessions.then(jenkins -> {
            shop.driver().reset();
            WorkflowRun build = jenkins.assertBuildStatus(Result.FAILURE, Scripts.ended(jenkins, "p"));
            assertThat(shop.held("held")).isFalse();
            jenkins.assertLogNotContains("deployed", build);
            jenkins.assertLogContains("ERROR: the process that ran it ended in phase", build);
            await().atMost(LIMIT).until(() -> shop.snapshots("held") == 0);
            await().atMost(LIMIT).until(Recorded::nothing);
        });
    }

    @Test
    void whileWaitingForReadyGoesOn() throws Throwable {
        sessions.then(jenkins -> {
            shop.setUp();
            shop.open("slow", "word");
            shop.driver().readyLatency(Duration.ofSeconds(25));
            WorkflowRun build =
                    Scripts.start(jenkins, "p", "def set = consistentBackup('slow'); echo \"deployed after $set\"");
            jenkins.waitForMessage("release took", build);
            assertThat(shop.held("slow")).isFalse();
        });
        sessions.then(jenkins -> {
            WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.ended(jenkins, "p"));
            jenkins.assertLogContains(
                    "deployed after " + build.getAction(BackupAction.class).getId(), build);
            assertThat(Recorded.nothing()).isTrue();
        });
    }

    @Test
    void inTheBodyLeavesItToTheBody() throws Throwable {
        sessions.then(jenkins -> {
            shop.setUp();
            shop.open("body", "good");
            WorkflowRun build = Scripts.start(jenkins, "p", """
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
            WorkflowRun build = jenkins.assertBuildStatus(Result.FAILURE, Scripts.ended(jenkins, "p"));
            jenkins.assertLogContains("runs again", build);
            assertThat(shop.read("body")).isEqualTo("good");
        });
    }

    @Test
    void ofABackupWithATemplateOfItsOwnPutsBackWithItWhateverTheLibraryHasByThen() throws Throwable {
        sessions.then(jenkins -> {
            shop.setUp();
            shop.open("own", "good");
            shop.driver().readyLatency(Duration.ofSeconds(25));
            WorkflowRun build = Scripts.start(
                    jenkins,
                    "p",
                    OwnTemplate.inNode(
                            "withConsistentBackup(namespace: 'own', templateFile: 'mine.yaml', template: 'mine',"
                                    + " onFailure: 'restore') { error 'the deploy went wrong' }"));
            jenkins.waitForMessage("release took", build);
        });
        sessions.then(jenkins -> {
            List<TemplateDefinition> templates =
                    new ArrayList<>(ConsistentBackupConfiguration.get().getTemplates());
            templates.add(new TemplateDefinition(OwnTemplate.TEXT.replace("echo prepared", "echo otherwise")));
            ConsistentBackupConfiguration.get().setTemplates(templates);

            WorkflowRun build = jenkins.assertBuildStatus(Result.FAILURE, Scripts.ended(jenkins, "p"));

            jenkins.assertLogContains("the deploy went wrong", build);
            jenkins.assertLogContains("runs again", build);
            assertThat(shop.read("own")).isEqualTo("good\nprepared");
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
            assertThat(Recorded.phases("form")).hasSize(1);
            assertThat(build.isBuilding()).isTrue();
        });
        sessions.then(jenkins -> {
            shop.driver().reset();
            await().atMost(LIMIT).until(Recorded::nothing);
            assertThat(shop.held("form")).isFalse();
            await().atMost(LIMIT).until(() -> shop.snapshots("form") == 0);
        });
    }
}
