package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.consistentbackup.config.ClusterDefinition;
import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.config.RuleDefinition;
import io.jenkins.plugins.consistentbackup.job.ApprovalAction;
import io.jenkins.plugins.consistentbackup.job.Approvals;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.awaitility.Awaitility;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Restores that wait for approval, because a rule of the operators asks for it. */
@Tag("jenkins")
@WithJenkins
class ApprovalTest {
    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(final JenkinsRule rule) throws Exception {
        jenkins = rule;
        shop.setUp();
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("developer")
                .grant(Jenkins.READ, Item.READ, Approvals.APPROVE)
                .everywhere()
                .to("operator"));
        RuleDefinition asked = new RuleDefinition("asked");
        asked.setRestores("with_approval");
        ConsistentBackupConfiguration.get().setRules(List.of(asked));
    }

    @Test
    void failedDeployIsTakenBackOnceSomebodyWhoMayHasApproved() throws Exception {
        shop.open("asked", "before");
        WorkflowRun build = Scripts.start(jenkins, """
            withConsistentBackup(namespace: 'asked', onFailure: 'restore') {
                error 'the deploy went wrong'
            }
            """);
        ApprovalAction asked = waiting(build);
        assertThat(shop.read("asked")).isEqualTo("before");

        assertThat(page("developer", build, asked).getWebResponse().getContentAsString())
                .contains("You may not answer")
                .contains("DISCARDS what was written since")
                .doesNotContain("approve\"");
        assertThat(answer("developer", build, asked, "approve", HttpMethod.POST))
                .isEqualTo(403);
        assertThat(answer("operator", build, asked, "approve", HttpMethod.GET)).isIn(404, 405);
        assertThat(browser("operator").goTo(build.getUrl()).asNormalizedText()).contains("The build waits: rule");
        HtmlPage page = page("operator", build, asked);
        assertThat(page.<DomElement>getFirstByXPath("//pre").getTextContent())
                .contains("\n  DISCARDS what was written since")
                .contains("\n  rule 'asked': restores with approval");
        jenkins.submit(page.getFormByName("approve"));

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("approved by operator", build);
        jenkins.assertLogContains("  rule 'asked': restores with approval", build);
        assertThat(asked.getAnsweredBy()).isEqualTo("operator");
        assertThat(shop.read("asked")).isEqualTo("before");
        assertThat(answer("operator", build, asked, "refuse", HttpMethod.POST)).isEqualTo(409);
    }

    @Test
    void refusedRestoreTouchesNothing() throws Exception {
        WorkflowRun build = restoreOf("doubted");
        shop.write("doubted", "after");
        ApprovalAction asked = waiting(build);

        jenkins.submit(page("operator", build, asked).getFormByName("refuse"));

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("the restore was refused by operator; nothing was touched", build);
        assertThat(shop.read("doubted")).isEqualTo("after");
    }

    @Test
    void approvalIsForTheSetThatWasShown() throws Exception {
        WorkflowRun build = restoreOf("moved");
        ApprovalAction asked = waiting(build);
        shop.write("moved", "after");
        jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "consistentBackup 'moved'"));

        jenkins.submit(page("operator", build, asked).getFormByName("approve"));

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("what would be done has changed since it was approved", build);
        assertThat(shop.read("moved")).isEqualTo("after");
    }

    @Test
    void approvalIsForTheTemplateThatWasShown() throws Exception {
        shop.open("rewritten", "before");
        OwnTemplate.offer(shop, "rewritten");
        jenkins.assertBuildStatusSuccess(Scripts.run(
                jenkins, "consistentBackup(namespace: 'rewritten', templateConfigMap: 'ours', template: 'mine')"));
        WorkflowRun build = Scripts.start(
                jenkins, "restoreSnapshot(namespace: 'rewritten', set: 'newest', templateConfigMap: 'ours')");
        ApprovalAction asked = waiting(build);
        HtmlPage page = page("operator", build, asked);
        assertThat(page.asNormalizedText()).contains("by template mine of the namespace");
        OwnTemplate.offer(shop, "rewritten", OwnTemplate.TEXT.replace("echo prepared", "echo otherwise"));

        jenkins.submit(page.getFormByName("approve"));

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("what would be done has changed since it was approved", build);
        assertThat(shop.read("rewritten")).isEqualTo("before");
    }

    @Test
    void rulesAreThoseThatThereAreWhenWhatWasApprovedIsCarriedOut() throws Exception {
        WorkflowRun build = restoreOf("tightened");
        shop.write("tightened", "after");
        ApprovalAction asked = waiting(build);
        ConsistentBackupConfiguration configuration = ConsistentBackupConfiguration.get();
        RuleDefinition closed = new RuleDefinition("closed-meanwhile");
        closed.setNamespaces("tightened");
        closed.setRestores("refused");
        configuration.setRules(Stream.concat(configuration.getRules().stream(), Stream.of(closed))
                .toList());
        long before = shop.embedded().requests().total();

        jenkins.submit(page("operator", build, asked).getFormByName("approve"));

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("approved by operator", build);
        Scripts.assertOneLine(
                jenkins,
                build,
                "rule 'closed-meanwhile' of the operators: nothing is put back in namespace tightened from here");
        assertThat(shop.embedded().requests().touched("tightened", before)).isEmpty();
        assertThat(shop.read("tightened")).isEqualTo("after");
    }

    @Test
    void namespaceIsToBeOpenStillWhenWhatWasApprovedIsCarriedOut() throws Exception {
        WorkflowRun build = restoreOf("shut");
        ApprovalAction asked = waiting(build);
        ClusterDefinition cluster =
                ConsistentBackupConfiguration.get().getClusters().get(0);
        long before = shop.embedded().requests().total();
        try {
            cluster.setNamespaces("elsewhere");
            jenkins.submit(page("operator", build, asked).getFormByName("approve"));
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        } finally {
            cluster.setNamespaces(null);
        }

        jenkins.assertLogContains("namespace 'shut' of cluster 'shop-cluster' is not open to jobs", build);
        assertThat(shop.embedded().requests().touched("shut", before)).isEmpty();
    }

    @Test
    void abortedBuildAsksNobodyAnyMore() throws Exception {
        WorkflowRun build = restoreOf("left");
        ApprovalAction asked = waiting(build);

        build.doStop();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(asked.isOpen()).isFalse();
        assertThat(page("operator", build, asked).asNormalizedText()).contains("Nobody waits for an answer any more");
    }

    /** A build that is to put back the set of a new namespace, which holds the word {@code before}. */
    private static WorkflowRun restoreOf(final String namespace) throws Exception {
        shop.open(namespace, "before");
        jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "consistentBackup '" + namespace + "'"));
        return Scripts.start(jenkins, "restoreSnapshot(namespace: '" + namespace + "', set: 'newest')");
    }

    private static ApprovalAction waiting(final WorkflowRun build) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .until(() -> build.getAction(ApprovalAction.class), action -> action != null && action.isOpen());
    }

    private static HtmlPage page(final String user, final WorkflowRun build, final ApprovalAction asked)
            throws Exception {
        return browser(user).goTo(build.getUrl() + asked.getUrlName());
    }

    private static int answer(
            final String user,
            final WorkflowRun build,
            final ApprovalAction asked,
            final String answer,
            final HttpMethod method)
            throws Exception {
        JenkinsRule.WebClient browser = browser(user).withThrowExceptionOnFailingStatusCode(false);
        URL url = new URL(jenkins.getURL(), build.getUrl() + asked.getUrlName() + "/" + answer);
        WebRequest request = new WebRequest(url, method);
        if (method == HttpMethod.POST) {
            browser.addCrumb(request);
        }
        return browser.getPage(request).getWebResponse().getStatusCode();
    }

    private static JenkinsRule.WebClient browser(final String user) throws Exception {
        return jenkins.createWebClient().login(user);
    }
}
