package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.model.BooleanParameterValue;
import hudson.model.CauseAction;
import hudson.model.ParametersAction;
import hudson.model.Result;
import hudson.model.StringParameterValue;
import hudson.triggers.TimerTrigger;
import io.jenkins.plugins.consistentbackup.buildpage.BackupAction;
import io.jenkins.plugins.consistentbackup.buildpage.RestoreAction;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Restoring, listing and pruning; and the example that users start from. */
@Tag("jenkins")
@WithJenkins
class OtherStepsTest {
    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(final JenkinsRule rule) throws Exception {
        jenkins = rule;
        shop.setUp();
    }

    @Test
    void restorePutsTheDataBackAndSaysWhatIsLost() throws Exception {
        shop.open("back", "before");
        WorkflowRun backup = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "consistentBackup 'back'"));
        String id = backup.getAction(BackupAction.class).getId();
        shop.write("back", "after");
        WorkflowRun restore = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, """
            def done = restoreSnapshot(namespace: 'back', set: '%s')
            echo "set ${done.set}, from ${done.discardedFrom} to ${done.discardedTo}, ${done.claims}"
            """.formatted(id)));
        assertThat(shop.read("back")).isEqualTo("before");
        jenkins.assertLogContains("set " + id + ", from 20", restore);
        jenkins.assertLogContains("[data-db-0]", restore);
        jenkins.assertLogContains("DISCARDS what was written since", restore);
    }

    @Test
    void undoBringsBackWhatTheRestoreReplacedAndCanBeUndone() throws Exception {
        shop.open("undone", "before");
        WorkflowRun made = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "consistentBackup 'undone'"));
        shop.write("undone", "after");
        WorkflowRun undo = jenkins.assertBuildStatusSuccess(Scripts.run(
                jenkins, """
                    def restored = restoreSnapshot(namespace: 'undone', set: '%s')
                    def undone = undoRestore(namespace: 'undone', restore: restored.id)
                    echo "undone as ${undone.id}, set ${undone.set}, ${undone.claims}"
                    """.formatted(made.getAction(BackupAction.class).getId())));
        jenkins.assertLogContains("set null, [data-db-0]", undo);
        assertThat(shop.read("undone")).isEqualTo("after");
        assertThat(undo.getActions(RestoreAction.class))
                .extracting(RestoreAction::getOperation)
                .containsExactly("restored", "undone");
        jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "undoRestore 'undone'"));
        assertThat(shop.read("undone")).isEqualTo("before");
        Scripts.refused(jenkins, "undoRestore(namespace: 'undone', restore: 'none')", "none");
    }

    @Test
    void dryRunTellsThePlanAndTouchesNothing() throws Exception {
        shop.open("dry", "word");
        WorkflowRun dry = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, """
            def plan = consistentBackup(namespace: 'dry', dryRun: true)
            assert plan.namespace == 'dry' && plan.level == 'application' && plan.claims == ['data-db-0']
            assert plan.warnings instanceof List
            echo "planned: ${plan}"
            """));
        jenkins.assertLogContains("[consistent-backup]   hold db-0 (main) by template gate, writes wait", dry);
        jenkins.assertLogContains("planned: backup of namespace dry", dry);
        assertThat(shop.snapshots("dry")).isZero();
        assertThat(dry.getAction(BackupAction.class)).isNull();
        Scripts.refused(
                jenkins, "consistentBackup(namespace: 'dry', dryRun: true, workloads: 'deployment/none')", "none");
    }

    @Test
    void realDatabaseIsBackedUpWithoutBlockingWrites() throws Exception {
        shop.openPostgres("postgres");
        WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, """
            def backup = consistentBackup('postgres')
            assert backup.level == 'application'
            assert backup.freezeMillis == 0
            """));
        assertThat(build.getAction(BackupAction.class).getDatabases().get(0).getTemplate())
                .isEqualTo("postgresql");
    }

    @Test
    void setsAreListedAndPruned() throws Exception {
        shop.open("many", "word");
        WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, """
            def ids = [consistentBackup("many").id, consistentBackup("many").id, consistentBackup("many").id]
            def sets = listBackups('many')
            assert sets.collect { it.id } == ids
            assert sets.every { it.usable && it.level == 'application' && it.state == 'committed' }
            assert pruneBackups(namespace: 'many', sets: ids[0]) == [ids[0]]
            assert pruneBackups(namespace: 'many', keep: 1) == [ids[1]]
            assert listBackups('many')*.id == [ids[2]]
            assert pruneBackups(namespace: 'many', keep: 1) == []
            """));
        assertThat(build.getActions(BackupAction.class)).hasSize(3);
        assertThat(shop.snapshots("many")).isEqualTo(1);
    }

    @Test
    void pruningWaitsForTheBackupThatIsAtWork() throws Exception {
        shop.open("busy", "word");
        String old = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "consistentBackup 'busy'"))
                .getAction(BackupAction.class)
                .getId();
        shop.driver().cutLatency(Duration.ofSeconds(5));
        WorkflowRun backup = Scripts.start(jenkins, "consistentBackup 'busy'");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> shop.held("busy"));
        WorkflowRun prune = Scripts.run(jenkins, "pruneBackups(namespace: 'busy', sets: '%s')".formatted(old));
        assertThat(shop.held("busy")).isFalse();
        shop.driver().reset();
        jenkins.assertBuildStatusSuccess(prune);
        jenkins.assertLogContains("[consistent-backup] removed backup set " + old, prune);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(backup));
        assertThat(shop.snapshots("busy")).isEqualTo(1);
    }

    @Test
    void badInputIsOneLine() throws Exception {
        shop.open("bad", "word");
        Scripts.refused(jenkins, "restoreSnapshot(namespace: 'bad')", "name the set to restore");
        Scripts.refused(
                jenkins,
                "restoreSnapshot(namespace: 'bad', set: 'none-20260102-030405-x7k2')",
                "none-20260102-030405-x7k2");
        Scripts.refused(
                jenkins,
                "restoreSnapshot(namespace: 'bad', set: 'newest', keepFor: 'long')",
                "keepFor: 'long' is no duration");
        Scripts.refused(jenkins, "pruneBackups(namespace: 'bad')", "say either which sets to remove");
        Scripts.refused(jenkins, "pruneBackups(namespace: 'bad', keep: 0)", "keep must be at least 1");
        Scripts.refused(
                jenkins,
                "pruneBackups(namespace: 'bad', sets: 'x')",
                "namespace bad has no backup set x; nothing was removed");
        Scripts.refused(jenkins, "listBackups(namespace: 'bad', cluster: 'other')", "there is no cluster 'other'");
    }

    @Test
    void theExampleDeploysBehindItsGateAndRestoresOnFailure() throws Exception {
        shop.open("shop", "good");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "example");
        job.setDefinition(new CpsFlowDefinition(
                Files.readString(Path.of(System.getProperty("basedir", "."), "Jenkinsfile.example")), true));
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        script(workspace, "deploy.sh", "echo deploying $1");
        script(workspace, "check.sh", "exit 0");
        WorkflowRun good = jenkins.assertBuildStatusSuccess(job.scheduleBuild2(0));
        jenkins.assertLogContains("Version 2.0 is live", good);
        script(workspace, "check.sh", "exit 1");
        WorkflowRun nightly = jenkins.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new CauseAction(new TimerTrigger.TimerTriggerCause())));
        jenkins.assertLogContains("Nothing was deployed; backup set ", nightly);
        jenkins.assertLogNotContains("deploying", nightly);
        WorkflowRun bad = jenkins.assertBuildStatus(
                Result.FAILURE,
                job.scheduleBuild2(
                        0,
                        new ParametersAction(
                                new StringParameterValue("VERSION", "2.1"),
                                new BooleanParameterValue("RESTORE", true))));
        jenkins.assertLogContains("deploying 2.1", bad);
        jenkins.assertLogContains("[consistent-backup] restored set ", bad);
        assertThat(shop.read("shop")).isEqualTo("good");
    }

    @Test
    void formsAndSnippets() throws Exception {
        RestoreSnapshotStep restore = new RestoreSnapshotStep("shop");
        restore.setCluster("shop-cluster");
        restore.setSet("newest");
        new SnippetizerTester(jenkins)
                .assertRoundTrip(restore, "restoreSnapshot cluster: 'shop-cluster', namespace: 'shop', set: 'newest'");
        restore.setCloneInto("copy");
        restore.setRollBackWorkload(true);
        restore.setStopOthers(true);
        restore.setKeepFor("2d");
        restore.setTemplateFile("ci/hold.yaml");
        restore.setTemplateConfigMap("hook-templates");
        jenkins.assertEqualDataBoundBeans(restore, new StepConfigTester(jenkins).configRoundTrip(restore));
        PruneBackupsStep prune = new PruneBackupsStep("shop");
        prune.setKeep(3);
        new SnippetizerTester(jenkins).assertRoundTrip(prune, "pruneBackups keep: 3, namespace: 'shop'");
        jenkins.assertEqualDataBoundBeans(prune, new StepConfigTester(jenkins).configRoundTrip(prune));
        new SnippetizerTester(jenkins).assertRoundTrip(new ListBackupsStep("shop"), "listBackups 'shop'");
        UndoRestoreStep undo = new UndoRestoreStep("shop");
        new SnippetizerTester(jenkins).assertRoundTrip(undo, "undoRestore 'shop'");
        undo.setRestore("restore-7");
        undo.setStopOthers(true);
        undo.setKeepFor("2d");
        jenkins.assertEqualDataBoundBeans(undo, new StepConfigTester(jenkins).configRoundTrip(undo));
        assertThat(jenkins.createWebClient()
                        .goTo("descriptor/" + UndoRestoreStep.class.getName() + "/help/keepFor", null)
                        .getWebResponse()
                        .getContentAsString())
                .contains("7d");
        ConsistentBackupStep dry = new ConsistentBackupStep("shop");
        dry.setDryRun(true);
        new SnippetizerTester(jenkins).assertRoundTrip(dry, "consistentBackup dryRun: true, namespace: 'shop'");
    }

    @Test
    void referenceExplainsEveryParameter() throws Exception {
        List<Class<? extends Step>> steps = List.of(
                ConsistentBackupStep.class,
                WithConsistentBackupStep.class,
                RestoreSnapshotStep.class,
                UndoRestoreStep.class,
                ListBackupsStep.class,
                PruneBackupsStep.class);
        for (Class<? extends Step> step : steps) {
            for (DescribableParameter parameter : DescribableModel.of(step).getParameters()) {
                assertThat(parameter.getHelp())
                        .as(step.getSimpleName() + ", " + parameter.getName())
                        .isNotBlank();
            }
        }
    }

    private static void script(final FilePath workspace, final String name, final String text) throws Exception {
        FilePath file = workspace.child(name);
        file.write("#!/bin/sh\n" + text + "\n", "UTF-8");
        file.chmod(0755);
    }
}
