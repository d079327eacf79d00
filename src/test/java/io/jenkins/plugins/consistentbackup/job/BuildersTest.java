package io.jenkins.plugins.consistentbackup.job;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.tasks.Builder;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.consistentbackup.buildpage.BackupAction;
import io.jenkins.plugins.consistentbackup.buildpage.RestoreAction;
import java.time.Duration;
import java.util.List;
import jenkins.model.Jenkins;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Backups and restores as build steps of freestyle jobs. */
@Tag("jenkins")
@WithJenkins
class BuildersTest {
    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(final JenkinsRule rule) throws Exception {
        jenkins = rule;
        shop.setUp();
        shop.open("shop", "good");
    }

    @Test
    void backsUpRestoresAndTakesBackWhatParametersName() throws Exception {
        FreeStyleProject backup = jenkins.createFreeStyleProject();
        backup.getBuildersList().add(new ConsistentBackupBuilder(new BackupSettings("shop")));
        FreeStyleBuild made = jenkins.buildAndAssertSuccess(backup);
        shop.write("shop", "bad");

        RestoreSettings restore = new RestoreSettings("shop");
        restore.setSet("$ID");
        FreeStyleBuild restored = withId(
                new RestoreSnapshotBuilder(restore),
                made.getAction(BackupAction.class).getId());
        assertThat(shop.read("shop")).isEqualTo("good");

        UndoSettings undo = new UndoSettings("shop");
        undo.setRestore("$ID");
        FreeStyleBuild undone = withId(
                new UndoRestoreBuilder(undo),
                restored.getAction(RestoreAction.class).getId());
        assertThat(shop.read("shop")).isEqualTo("bad");
        assertThat(undone.getAction(RestoreAction.class).getOperation()).isEqualTo("undone");
    }

    private static FreeStyleBuild withId(final Builder step, final String id) throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject();
        project.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("ID", "")));
        project.getBuildersList().add(step);
        return jenkins.assertBuildStatusSuccess(
                project.scheduleBuild2(0, new ParametersAction(new StringParameterValue("ID", id))));
    }

    @Test
    void dryRunPrintsThePlanAndTouchesNothing() throws Exception {
        shop.open("dry", "word");
        FreeStyleBuild planned = jenkins.buildAndAssertSuccess(planning(new BackupSettings("dry")));
        jenkins.assertLogContains("[consistent-backup]   hold db-0 (main) by template gate, writes wait", planned);
        assertThat(shop.snapshots("dry")).isZero();
        assertThat(planned.getAction(BackupAction.class)).isNull();

        BackupSettings nothing = new BackupSettings("dry");
        nothing.setWorkloads("deployment/none");
        FreeStyleBuild refused = jenkins.buildAndAssertStatus(Result.FAILURE, planning(nothing));
        jenkins.assertLogContains("ERROR: ", refused);
        jenkins.assertLogContains("deployment/none", refused);
        jenkins.assertLogNotContains("\tat ", refused);
    }

    private static FreeStyleProject planning(final BackupSettings settings) throws Exception {
        ConsistentBackupBuilder step = new ConsistentBackupBuilder(settings);
        step.setDryRun(true);
        FreeStyleProject project = jenkins.createFreeStyleProject();
        project.getBuildersList().add(step);
        return project;
    }

    @Test
    void failureIsOneLine() throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject();
        BackupSettings settings = new BackupSettings("shop");
        settings.setCluster("other");
        project.getBuildersList().add(new ConsistentBackupBuilder(settings));
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, project);
        jenkins.assertLogContains("ERROR: there is no cluster 'other'", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void abortInTheHoldReleasesFirst() throws Exception {
        shop.driver().cutLatency(Duration.ofSeconds(15));
        FreeStyleProject project = jenkins.createFreeStyleProject();
        project.getBuildersList().add(new ConsistentBackupBuilder(new BackupSettings("shop")));
        FreeStyleBuild build = project.scheduleBuild2(0).waitForStart();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> shop.held("shop"));
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(shop.held("shop")).isFalse();
    }

    @Test
    void formsKeepAllFields() throws Exception {
        BackupSettings backup = new BackupSettings("shop");
        backup.setCluster("shop-cluster");
        backup.setSelector("app=db");
        backup.setParameters("A=1\nB=2");
        backup.setTemplateConfigMap("hook-templates");
        backup.setTemplate("gate");
        backup.setLevel("crash");
        backup.setGrouping("required");
        backup.setMaxFreeze("10s");
        backup.setKeep(3);
        ConsistentBackupBuilder builder = new ConsistentBackupBuilder(backup);
        builder.setDryRun(true);
        jenkins.assertEqualDataBoundBeans(builder, jenkins.configRoundtrip(builder));

        RestoreSettings restore = new RestoreSettings("shop");
        restore.setSet("newest");
        restore.setCloneInto("copy");
        restore.setTemplateConfigMap("hook-templates");
        restore.setStopOthers(true);
        RestoreSnapshotBuilder restorer = new RestoreSnapshotBuilder(restore);
        jenkins.assertEqualDataBoundBeans(restorer, jenkins.configRoundtrip(restorer));

        UndoSettings undo = new UndoSettings("shop");
        undo.setRestore("restore-7");
        undo.setKeepFor("2d");
        UndoRestoreBuilder undoer = new UndoRestoreBuilder(undo);
        jenkins.assertEqualDataBoundBeans(undoer, jenkins.configRoundtrip(undoer));
    }

    @Test
    void listsAndChecksAreForThoseWhoMayConfigure() throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("developer"));
        BackupSettings.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(BackupSettings.DescriptorImpl.class);
        try (ACLContext reader = ACL.as2(User.getById("reader", true).impersonate2())) {
            assertThat(values(form.doFillClusterItems(project, ""))).containsExactly("");
            assertThat(values(form.doFillTemplateItems(project, ""))).containsExactly("");
            assertThat(values(form.doFillCredentialsIdItems(project, "", "mine")))
                    .containsExactly("mine");
            assertThat(form.doCheckMaxFreeze(project, "soon").kind).isEqualTo(FormValidation.Kind.OK);
        }
        try (ACLContext developer = ACL.as2(User.getById("developer", true).impersonate2())) {
            assertThat(values(form.doFillClusterItems(project, ""))).containsExactly("", "shop-cluster");
            assertThat(values(form.doFillTemplateItems(project, ""))).contains("postgresql", "gate");
            assertThat(form.doCheckMaxFreeze(project, "soon").kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(form.doCheckMaxFreeze(project, "5s").kind).isEqualTo(FormValidation.Kind.OK);
            assertThat(form.doCheckNamespace(project, "No").kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(form.doCheckServerUrl(project, "http://k8s").kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(form.doCheckServerUrl(project, "$SERVER").kind).isEqualTo(FormValidation.Kind.OK);
            assertThat(form.doCheckNamespace(project, "$NAMESPACE").kind).isEqualTo(FormValidation.Kind.OK);
        } finally {
            jenkins.jenkins.setAuthorizationStrategy(hudson.security.AuthorizationStrategy.UNSECURED);
        }
    }

    private static List<String> values(final ListBoxModel model) {
        return model.stream().map(option -> option.value).toList();
    }
}
