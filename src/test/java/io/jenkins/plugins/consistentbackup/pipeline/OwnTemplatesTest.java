package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.consistentbackup.buildpage.BackupAction;
import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.config.RuleDefinition;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Hook templates that are in no administrator's list: of the workspace, and of the namespace. */
@Tag("jenkins")
@WithJenkins
class OwnTemplatesTest {
    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(final JenkinsRule rule) throws Exception {
        jenkins = rule;
        shop.setUp();
        RuleDefinition listed = new RuleDefinition("listed");
        listed.setNamespaces("listed");
        listed.setTemplateSources("built_in, library");
        RuleDefinition shared = new RuleDefinition("shared");
        shared.setNamespaces("shared");
        shared.setTemplateSources("built_in, library, namespace");
        ConsistentBackupConfiguration.get().setRules(List.of(listed, shared));
    }

    @Test
    void bodyThatFailsGetsItsDataBackByTheTemplateOfTheBackupWhateverTheWorkspaceHoldsByThen() throws Exception {
        shop.open("spoiled", "good");
        WorkflowRun build = Scripts.start(jenkins, """
            node {
                writeFile file: 'mine.yaml', text: '''%s'''
                withConsistentBackup(namespace: 'spoiled', templateFile: 'mine.yaml', template: 'mine', onFailure: 'restore') {
                    writeFile file: 'mine.yaml', text: 'nothing of the kind'
                    semaphore 'deploy'
                    error 'the deploy went wrong'
                }
            }
            """.formatted(OwnTemplate.TEXT));
        SemaphoreStep.waitForStart("deploy/1", build);
        shop.write("spoiled", "bad");
        SemaphoreStep.success("deploy/1", null);

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("the deploy went wrong", build);
        jenkins.assertLogContains("db-0 (main) prepared by template mine", build);
        assertThat(shop.read("spoiled")).isEqualTo("good\nprepared");
    }

    @Test
    void setOfATemplateOfTheWorkspaceIsPutBackWithIt() throws Exception {
        shop.open("later", "good");
        jenkins.assertBuildStatusSuccess(Scripts.run(
                jenkins,
                OwnTemplate.inNode(
                        "consistentBackup namespace: 'later', templateFile: 'mine.yaml', template: 'mine'")));
        shop.write("later", "bad");

        Scripts.refused(
                jenkins,
                "restoreSnapshot(namespace: 'later', set: 'newest')",
                "pod db-0 cannot be prepared or checked: there is no template mine");
        Scripts.refused(
                jenkins,
                "restoreSnapshot(namespace: 'later', set: 'newest', templateFile: 'mine.yaml')",
                "there is no workspace");
        assertThat(shop.read("later")).isEqualTo("bad");
        jenkins.assertBuildStatusSuccess(Scripts.run(
                jenkins,
                OwnTemplate.inNode("restoreSnapshot namespace: 'later', set: 'newest', templateFile: 'mine.yaml'")));
        assertThat(shop.read("later")).isEqualTo("good\nprepared");
    }

    @Test
    void templateOfTheNamespaceHoldsAndPutsBack() throws Exception {
        shop.open("shared", "good");
        OwnTemplate.offer(shop, "shared");
        WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, """
            consistentBackup(namespace: 'shared', templateConfigMap: 'ours', template: 'mine')
            restoreSnapshot(namespace: 'shared', set: 'newest', templateConfigMap: 'ours')
            """));

        jenkins.assertLogContains("hold db-0 (main) by template mine of the namespace", build);
        jenkins.assertLogContains("rule 'shared': templates built in or of the library or of the namespace", build);
        assertThat(build.getAction(BackupAction.class).getDatabases().get(0).getTemplate())
                .isEqualTo("mine");
        assertThat(shop.read("shared")).isEqualTo("good\nprepared");
        Scripts.refused(
                jenkins,
                "consistentBackup(namespace: 'shared', templateConfigMap: 'none', template: 'mine')",
                "there is no ConfigMap none in namespace shared");
    }

    @Test
    void sourcesThatARuleDoesNotAllowPutNothingBackEither() throws Exception {
        shop.open("listed", "good");
        OwnTemplate.offer(shop, "listed");
        jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "consistentBackup 'listed'"));
        shop.write("listed", "bad");
        long before = shop.embedded().requests().total();
        ConsistentBackupConfiguration configuration = ConsistentBackupConfiguration.get();
        var templates = configuration.getTemplates();

        configuration.setTemplates(List.of());
        Scripts.refused(
                jenkins,
                "consistentBackup(namespace: 'listed', templateConfigMap: 'ours', template: 'mine')",
                "rule 'listed' of the operators: listed/db-0 (main) (image gated) would be handled by template mine,"
                        + " which is of the namespace; allowed are templates built in or of the library");
        // What the set was held with has another text here: its name is all that a set knows of it.
        Scripts.refused(
                jenkins,
                "node { writeFile file: 'gate.yaml', text: '''" + OwnTemplate.TEXT.replace("name: mine", "name: gate")
                        + "'''; restoreSnapshot namespace: 'listed', set: 'newest', templateFile: 'gate.yaml' }",
                "rule 'listed' of the operators: listed/db-0 (main) would be handled by template gate, which is"
                        + " of the workspace");
        configuration.setTemplates(templates);

        assertThat(shop.embedded().requests().touched("listed", before)).isEmpty();
        assertThat(shop.read("listed")).isEqualTo("bad");
    }
}
