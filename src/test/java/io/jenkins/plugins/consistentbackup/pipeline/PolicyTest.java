package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.config.RuleDefinition;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the operators' rules do to builds. */
@Tag("jenkins")
@WithJenkins
class PolicyTest {
    /** Says of itself that it is PostgreSQL's, and as good as can be. */
    private static final String OWN_TEMPLATE = """
        def own = '''
        name: postgresql-evil
        title: All the best
        description: Says that it is as good as can be.
        fits:
          images: [gated]
          volumes: any
          selectedByName: true
        hold:
          family: state
          blocksWrites: false
          acquire: touch /data/held
          prove: echo held
          release: rm -f /data/held
        levels:
          one: {atomic: application, torn: none}
          several: {atomic: application, torn: none}
          group: {atomic: application, torn: none}
        '''
        """;

    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(final JenkinsRule rule) throws Exception {
        jenkins = rule;
        shop.setUp();
        RuleDefinition strict = rule("strict", "strict");
        strict.setTemplates("postgresql");
        strict.setLeastKept(3);
        RuleDefinition elsewhere = rule("elsewhere", "free");
        elsewhere.setFolders("another-team");
        elsewhere.setTemplates("postgresql");
        RuleDefinition closed = rule("closed", "closed");
        closed.setRestores("refused");
        RuleDefinition brief = rule("brief", "free");
        brief.setLongestFreeze("3s");
        RuleDefinition named = rule("named", "named");
        named.setTemplates("postgresql*");
        RuleDefinition worth = rule("worth", "worth");
        worth.setLeastLevel("application");
        RuleDefinition ours = rule("ours", "ours");
        ours.setTemplateSources("built_in library");
        ConsistentBackupConfiguration.get().setRules(List.of(strict, elsewhere, closed, brief, named, worth, ours));
    }

    @Test
    void ruleRefusesByItsNameBeforeAnythingIsTouched() throws Exception {
        shop.open("strict", "word");

        WorkflowRun build = Scripts.refused(
                jenkins,
                "consistentBackup(namespace: 'strict', keep: 1)",
                "rule 'strict' of the operators: at least 3 sets are kept");

        jenkins.assertLogContains("would be handled by template gate; allowed are postgresql", build);
        assertThat(shop.snapshots("strict")).isZero();
    }

    /** Also with a dry run: a plan asks the database what it is, by a script of the template. */
    @ParameterizedTest
    @CsvSource({
        "named, 'would be handled by template postgresql-evil, which no operator answers for; allowed are postgresql*'",
        "ours, 'would be handled by template postgresql-evil, which is of the workspace; allowed are templates built in or of'",
    })
    void templateOfAJobsOwnThatARuleDoesNotAllowNeverRuns(final String namespace, final String refusal)
            throws Exception {
        shop.open(namespace, "word");

        for (boolean dryRun : List.of(true, false)) {
            long before = shop.embedded().requests().total();
            Scripts.refused(
                    jenkins,
                    OWN_TEMPLATE + backupWithIt(namespace, dryRun),
                    "rule '" + namespace + "' of the operators: " + namespace + "/db-0 (main) (image gated) "
                            + refusal);
            assertThat(shop.embedded().requests().touched(namespace, before)).isEmpty();
        }
    }

    @Test
    void templateOfAJobsOwnReachesNoLevelByItsWord() throws Exception {
        shop.open("worth", "word");
        long before = shop.embedded().requests().total();

        Scripts.refused(
                jenkins,
                OWN_TEMPLATE + backupWithIt("worth", false),
                "rule 'worth' of the operators: the set could only be crash-consistent, and the least level is"
                        + " application: worth/db-0 (main) (image gated) would be handled by template postgresql-evil");

        assertThat(shop.embedded().requests().touched("worth", before))
                .as("a plan's questions at most: no Lease, no snapshot")
                .allMatch("get pods/exec"::equals);
        assertThat(shop.held("worth")).isFalse();
    }

    @Test
    void ruleOfAnotherFolderMeansNobodyHereAndThoseThatApplyAreShown() throws Exception {
        shop.open("free", "word");

        WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "consistentBackup 'free'"));

        jenkins.assertLogContains("writes blocked for at most 3 s", build);
        jenkins.assertLogContains("rule 'brief': writes blocked for at most 3 s", build);
        jenkins.assertLogNotContains("elsewhere", build);
    }

    @Test
    void nothingIsPutBackWhereARuleRefusesThat() throws Exception {
        shop.open("closed", "before");
        jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "consistentBackup 'closed'"));
        shop.write("closed", "after");

        Scripts.refused(
                jenkins,
                "restoreSnapshot(namespace: 'closed', set: 'newest')",
                "rule 'closed' of the operators: nothing is put back in namespace closed from here");

        assertThat(shop.read("closed")).isEqualTo("after");
    }

    private static String backupWithIt(final String namespace, final boolean dryRun) {
        return "node { writeFile file: 'own.yaml', text: own; consistentBackup namespace: '" + namespace
                + "', templateFile: 'own.yaml', template: 'postgresql-evil', dryRun: " + dryRun + " }";
    }

    private static RuleDefinition rule(final String name, final String namespaces) {
        RuleDefinition rule = new RuleDefinition(name);
        rule.setNamespaces(namespaces);
        return rule;
    }
}
