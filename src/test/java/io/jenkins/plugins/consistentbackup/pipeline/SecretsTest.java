package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.consistentbackup.buildpage.BackupAction;
import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.config.TemplateDefinition;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.job.BackupSettings;
import io.jenkins.plugins.consistentbackup.job.Barriers.Barrier;
import io.jenkins.plugins.consistentbackup.job.ConsistentBackupBuilder;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import io.jenkins.plugins.consistentbackup.job.Recorded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jenkinsci.plugins.credentialsbinding.impl.SecretBuildWrapper;
import org.jenkinsci.plugins.credentialsbinding.impl.StringBinding;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Secrets stay where they are: not in logs, nor in what is stored with a build, nor in what Jenkins answers. */
@Tag("jenkins")
@WithJenkins
class SecretsTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String PASSWORD = "s3cr3t of the shop";
    /** What would be seen of it if a line with it were cut between words. */
    private static final String PART = "s3cr3t";

    private static final String LONG = "x".repeat(290);
    private static final String LEAKY = """
        name: %1$s
        title: A database that talks
        description: Says its password.
        fits:
          images: [nothing]
          volumes: any
        hold:
          family: flush
          blocksWrites: false
          acquire: |
            echo "using %2$s"
            i=0; while [ $i -lt 200 ]; do i=$((i + 1)); echo "<b>$i</b> lines" >&2; done
            echo "%3$s %2$s" >&2
            echo "%2$s was not accepted" >&2
            exit %4$d
        levels:
          one: {atomic: filesystem, torn: none}
          several: {atomic: crash, torn: none}
          group: {atomic: filesystem, torn: none}
        """;

    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(final JenkinsRule rule) throws Exception {
        jenkins = rule;
        shop.setUp();
        shop.open("shop", "word");
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "password", "", Secret.fromString(PASSWORD)));
        ConsistentBackupConfiguration configuration = ConsistentBackupConfiguration.get();
        List<TemplateDefinition> templates = new ArrayList<>(configuration.getTemplates());
        templates.add(new TemplateDefinition(LEAKY.formatted("leaky", PASSWORD, LONG, 0)));
        templates.add(new TemplateDefinition(LEAKY.formatted("failing", PASSWORD, LONG, 1)));
        configuration.setTemplates(templates);
    }

    @Test
    void whatIsBoundIsMaskedInOutputAndErrors() throws Exception {
        String step = "withCredentials([string(credentialsId: 'password', variable: 'PASSWORD')]) "
                + "{ consistentBackup(namespace: 'shop', template: '%s', level: 'filesystem') }";
        WorkflowRun good = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, step.formatted("leaky")));
        WorkflowRun bad = jenkins.assertBuildStatus(Result.FAILURE, Scripts.run(jenkins, step.formatted("failing")));
        jenkins.assertLogContains("**** was not accepted", bad);
        for (WorkflowRun build : List.of(good, bad)) {
            assertNowhere(build, PART);
        }
    }

    @Test
    void whyARunFailedIsOnDiskWithoutSecretsWhileItIsCleanedUp() throws Exception {
        shop.open("leaking", "word");
        Set<String> onDisk = ConcurrentHashMap.newKeySet();
        shop.embedded().faults(request -> {
            onDisk.addAll(Recorded.texts());
            return Fault.none();
        });
        jenkins.assertBuildStatus(
                Result.FAILURE,
                Scripts.run(
                        jenkins,
                        "withCredentials([string(credentialsId: 'password', variable: 'PASSWORD')]) {"
                                + " consistentBackup(namespace: 'leaking', template: 'failing', level: 'filesystem') }"));
        assertThat(onDisk)
                .anyMatch(record -> record.contains("<failure>") && record.contains("**** was not accepted"))
                .noneMatch(record -> record.contains("<failure>") && record.contains(PART));
    }

    @Test
    void whatScriptsSayIsOnThePageWithoutSecrets() throws Exception {
        for (String step : List.of(
                "consistentBackup(namespace: 'shop', template: 'leaky', level: 'filesystem')",
                "step([$class: 'ConsistentBackupBuilder',"
                        + " settings: [namespace: 'shop', template: 'leaky', level: 'filesystem']])")) {
            assertSaysNoSecret(jenkins.assertBuildStatusSuccess(Scripts.run(
                    jenkins,
                    "withCredentials([string(credentialsId: 'password', variable: 'PASSWORD')]) { " + step + " }")));
        }

        FreeStyleProject project = jenkins.createFreeStyleProject();
        project.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new StringBinding("PASSWORD", "password"))));
        BackupSettings settings = new BackupSettings("shop");
        settings.setTemplate("leaky");
        settings.setLevel("filesystem");
        project.getBuildersList().add(new ConsistentBackupBuilder(settings));
        project.getBuildersList().add(new ConsistentBackupBuilder(settings));
        assertSaysNoSecret(jenkins.buildAndAssertSuccess(project));
    }

    private static void assertSaysNoSecret(final Run<?, ?> build) throws Exception {
        for (BackupAction backup : build.getActions(BackupAction.class)) {
            assertThat(backup.getDatabases().get(0).getOutput())
                    .containsExactly("<b>199</b> lines", "<b>200</b> lines", LONG + " ****", "**** was not accepted");
        }
        for (String page : List.of("consistent-backup/", "consistent-backup/api/json?depth=3")) {
            try (JenkinsRule.WebClient browser = jenkins.createWebClient().withJavaScriptEnabled(false)) {
                assertThat(browser.goTo(build.getUrl() + page, null)
                                .getWebResponse()
                                .getContentAsString())
                        .contains("**** was not accepted")
                        .doesNotContain(PART);
            }
        }
        assertNowhere(build, PART);
    }

    @Test
    void clustersTokenIsNowhere() throws Exception {
        Matcher token =
                Pattern.compile("token: \"?([^\\s\"]+)").matcher(shop.embedded().kubeconfig());
        assertThat(token.find()).isTrue();
        shop.open("slow", "slow");
        shop.barriers().raise(Barrier.HOLD, "slow");
        WorkflowRun build = Scripts.start(jenkins, """
            def backup = consistentBackup(namespace: 'slow', maxFreeze: '5m')
            restoreSnapshot(namespace: 'slow', set: backup.id)
            """);
        await().atMost(LIMIT).until(() -> Recorded.phases("slow").contains("hold"));
        assertNotBelow(jenkins.jenkins.getRootDir().toPath().resolve("consistent-backup"), token.group(1));
        assertNowhere(build, token.group(1));
        shop.barriers().lowerAll();
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertNowhere(build, token.group(1));
    }

    private static void assertNowhere(final Run<?, ?> build, final String secret) throws Exception {
        jenkins.assertLogNotContains(secret, build);
        assertNotBelow(build.getRootDir().toPath(), secret);
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            assertThat(browser.goTo(build.getUrl() + "api/json?depth=5", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains(build.getFullDisplayName())
                    .doesNotContain(secret);
        }
    }

    private static void assertNotBelow(final Path directory, final String secret) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret);
            }
        }
    }
}
