package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import io.jenkins.plugins.consistentbackup.buildpage.BackupAction;
import io.jenkins.plugins.consistentbackup.buildpage.RestoreAction;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
class ConsistentBackupStepTest {
    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(final JenkinsRule rule) throws Exception {
        jenkins = rule;
        shop.setUp();
        shop.open("shop", "one");
    }

    @Test
    void returnsItsResultInAScript() throws Exception {
        WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, """
            def backup = consistentBackup(cluster: 'shop-cluster', namespace: 'shop', maxFreeze: '10s', keep: 5)
            echo "set ${backup.id}, ${backup.level}, ${backup.freezeMillis >= 0}, ${backup.snapshots.size()}, $backup"
            """));
        String id = build.getAction(BackupAction.class).getId();
        jenkins.assertLogContains("set " + id + ", application, true, 1, " + id, build);
        jenkins.assertLogContains("[consistent-backup] cut took ", build);
        assertThat(shop.held("shop")).isFalse();
    }

    @Test
    void worksInDeclarative() throws Exception {
        WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, """
            pipeline {
                agent none
                stages {
                    stage('Backup') {
                        steps { consistentBackup 'shop' }
                    }
                    stage('Deploy') {
                        steps { echo 'deployed' }
                    }
                }
            }
            """));
        jenkins.assertLogContains("deployed", build);
    }

    @Test
    void failedBackupFailsTheBuildBeforeTheDeployInOneLine() throws Exception {
        int before = shop.snapshots("shop");
        shop.driver().cutLatency(Duration.ofSeconds(15));
        WorkflowRun build = jenkins.assertBuildStatus(Result.FAILURE, Scripts.run(jenkins, """
            consistentBackup namespace: 'shop', maxFreeze: '4s'
            echo 'deployed'
            """));
        jenkins.assertLogNotContains("deployed", build);
        jenkins.assertLogNotContains("\tat ", build);
        jenkins.assertLogContains("ERROR: ", build);
        assertThat(shop.held("shop")).isFalse();
        await().atMost(Duration.ofSeconds(30)).until(() -> shop.snapshots("shop") == before);
    }

    @Test
    void abortInTheHoldReleasesFirst() throws Exception {
        shop.driver().cutLatency(Duration.ofSeconds(15));
        WorkflowRun build = Scripts.start(jenkins, "consistentBackup namespace: 'shop'; echo 'deployed'");
        await().atMost(Duration.ofSeconds(60)).until(() -> shop.held("shop"));
        await().untilAsserted(() -> assertThat(step(build).blocksRestart()).isTrue());
        assertThat(step(build).getStatus()).isNotBlank();
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(shop.held("shop")).isFalse();
        jenkins.assertLogNotContains("deployed", build);
        jenkins.assertLogContains("aborted; releasing and cleaning up first", build);
    }

    @Test
    void bodyRunsAfterAGoodBackupAndKnowsItsSet() throws Exception {
        WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, """
            def backup = withConsistentBackup('shop') {
                echo "deployed after ${env.BACKUP_SET}"
            }
            echo "returned ${backup.id}"
            """));
        String id = build.getAction(BackupAction.class).getId();
        jenkins.assertLogContains("deployed after " + id, build);
        jenkins.assertLogContains("returned " + id, build);
    }

    @Test
    void bodyThatFailsGetsTheDataPutBack() throws Exception {
        shop.open("spoiled", "good");
        WorkflowRun build = Scripts.start(jenkins, """
            withConsistentBackup(namespace: 'spoiled', onFailure: 'restore') {
                semaphore 'deploy'
                error 'the deploy went wrong'
            }
            """);
        SemaphoreStep.waitForStart("deploy/1", build);
        shop.write("spoiled", "bad");
        SemaphoreStep.success("deploy/1", null);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("the deploy went wrong", build);
        jenkins.assertLogContains("writes discarded: from ", build);
        jenkins.assertLogContains("runs again", build);
        assertThat(shop.read("spoiled")).isEqualTo("good");
        assertThat(build.getAction(RestoreAction.class)).isNotNull();
    }

    @Test
    void templateOfTheWorkspaceIsUsed() throws Exception {
        WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, """
            node {
                writeFile file: 'ci/hold.yaml', text: '''%s'''
                consistentBackup namespace: 'shop', templateFile: 'ci/hold.yaml', template: 'own', level: 'filesystem'
            }
            """.formatted("""
                name: own
                title: Own
                description: Of the workspace.
                fits:
                  images: [nothing]
                  volumes: any
                hold:
                  family: flush
                  blocksWrites: false
                  acquire: sync
                levels:
                  one: {atomic: filesystem, torn: none}
                  several: {atomic: crash, torn: none}
                  group: {atomic: filesystem, torn: none}
                """)));
        assertThat(build.getAction(BackupAction.class).getDatabases().get(0).getTemplate())
                .isEqualTo("own");
    }

    @Test
    void badInputIsOneLine() throws Exception {
        Scripts.refused(
                jenkins, "consistentBackup(cluster: 'other', namespace: 'shop')", "there is no cluster 'other'");
        Scripts.refused(jenkins, "consistentBackup(namespace: 'Shop!')", "'Shop!' is not a name of a namespace");
        Scripts.refused(jenkins, "consistentBackup(cluster: 'shop-cluster')", "name the namespace");
        Scripts.refused(
                jenkins, "consistentBackup(namespace: 'shop', maxFreeze: 'soon')", "maxFreeze: 'soon' is no duration");
        Scripts.refused(jenkins, "consistentBackup(namespace: 'shop', level: 'best')", "level: there is no 'best'");
        Scripts.refused(
                jenkins,
                "consistentBackup(namespace: 'shop', selector: 'db')",
                "selector: 'db' is not of the form NAME=VALUE");
        Scripts.refused(
                jenkins,
                "withConsistentBackup(namespace: 'shop', onFailure: 'cry') { }",
                "onFailure: there is no 'cry'");
        Scripts.refused(
                jenkins,
                "consistentBackup(namespace: 'shop', cluster: 'shop-cluster', serverUrl: 'https://x')",
                "not both");
        Scripts.refused(jenkins, "consistentBackup(namespace: 'shop', serverUrl: 'https://x')", "not allowed here");
        Scripts.refused(
                jenkins, "consistentBackup(namespace: 'shop', templateFile: 'x.yaml')", "there is no workspace");
        Scripts.refused(
                jenkins,
                "node { consistentBackup(namespace: 'shop', templateFile: '../../secret.key') }",
                "there is no file '../../secret.key' inside the workspace");
        Scripts.refused(
                jenkins,
                "node { consistentBackup(namespace: 'shop', templateFile: '/etc/passwd') }",
                "there is no file '/etc/passwd'");
        Scripts.refused(
                jenkins,
                "node { consistentBackup(namespace: 'shop', templateFile: 'none.yaml') }",
                "there is no file 'none.yaml'");
    }

    @Test
    void snippetGeneratorWritesOnlyWhatIsSet() throws Exception {
        ConsistentBackupStep step = new ConsistentBackupStep("shop");
        new SnippetizerTester(jenkins).assertRoundTrip(step, "consistentBackup 'shop'");
        step.setCluster("shop-cluster");
        step.setMaxFreeze("10s");
        step.setKeep(7);
        new SnippetizerTester(jenkins)
                .assertRoundTrip(
                        step, "consistentBackup cluster: 'shop-cluster', keep: 7, maxFreeze: '10s', namespace: 'shop'");
    }

    @Test
    void formKeepsAllFields() throws Exception {
        WithConsistentBackupStep step = new WithConsistentBackupStep("shop");
        step.setCluster("shop-cluster");
        step.setSelector("app=db");
        step.setWorkloads("statefulset/db");
        step.setExclude("cache");
        step.setTemplate("gate");
        step.setTemplates("statefulset/db=gate");
        step.setParameters("A=1");
        step.setSnapshotClass("csi-atomic");
        step.setGrouping("never");
        step.setLevel("crash");
        step.setMaxFreeze("10s");
        step.setMaxHold("1m");
        step.setReadyTimeout("5m");
        step.setKeep(3);
        step.setTemplateFile("ci/hold.yaml");
        step.setOnFailure("restore");
        WithConsistentBackupStep shown = new StepConfigTester(jenkins).configRoundTrip(step);
        jenkins.assertEqualDataBoundBeans(step, shown);
    }

    private static StepExecution step(final WorkflowRun build) throws Exception {
        return build.getExecution().getCurrentExecutions(true).get().get(0);
    }
}
