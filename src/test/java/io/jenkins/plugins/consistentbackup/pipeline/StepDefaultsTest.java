package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.consistentbackup.buildpage.RestoreAction;
import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.config.RuleDefinition;
import io.jenkins.plugins.consistentbackup.config.StepDefaults;
import io.jenkins.plugins.consistentbackup.job.BackupForm;
import io.jenkins.plugins.consistentbackup.job.BackupSettings;
import io.jenkins.plugins.consistentbackup.job.ConsistentBackupBuilder;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import java.time.Duration;
import java.util.List;
import org.htmlunit.html.HtmlForm;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What steps leave out is as the administrator's defaults say; what they say themselves wins, and rules limit both. */
@Tag("jenkins")
@WithJenkins
class StepDefaultsTest {
    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(final JenkinsRule rule) throws Exception {
        jenkins = rule;
        shop.setUp();
        StepDefaults defaults = new StepDefaults();
        defaults.setMaxFreeze("9s");
        defaults.setLevel("filesystem");
        defaults.setKeep(1);
        defaults.setKeepFor("2d");
        RuleDefinition brief = new RuleDefinition("brief");
        brief.setNamespaces("ruled");
        brief.setLongestFreeze("3s");
        ConsistentBackupConfiguration configuration = ConsistentBackupConfiguration.get();
        configuration.setDefaults(defaults);
        configuration.setRules(List.of(brief));
    }

    @Test
    void pipelineTakesWhatItLeavesOut() throws Exception {
        shop.open("open", "word");
        WorkflowRun build = jenkins.assertBuildStatusSuccess(
                Scripts.run(jenkins, "consistentBackup 'open'; consistentBackup 'open'"));
        jenkins.assertLogContains("defaults of the administrator: keep 1, level filesystem, maxFreeze 9s", build);
        jenkins.assertLogContains("writes blocked for at most 9 s", build);
        assertThat(shop.snapshots("open")).isEqualTo(1);
    }

    @Test
    void whatAPipelineSaysItselfWins() throws Exception {
        shop.open("own", "word");
        WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, """
            consistentBackup(namespace: 'own', dryRun: true, maxFreeze: '8s', keep: 5)
            """));
        jenkins.assertLogContains("defaults of the administrator: level filesystem\n", build);
        jenkins.assertLogContains("writes blocked for at most 8 s", build);
    }

    @Test
    void ruleIsStricterThanADefault() throws Exception {
        shop.open("ruled", "word");
        WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "consistentBackup 'ruled'"));
        jenkins.assertLogContains("level filesystem, maxFreeze 9s", build);
        jenkins.assertLogContains("writes blocked for at most 3 s", build);
        jenkins.assertLogContains("rule 'brief': writes blocked for at most 3 s", build);
    }

    @Test
    void freestyleBuildTakesWhatItsFormLeavesOut() throws Exception {
        shop.open("form", "word");
        BackupSettings settings = new BackupSettings("form");
        settings.setLevel("application");
        FreeStyleProject project = jenkins.createFreeStyleProject();
        project.getBuildersList().add(new ConsistentBackupBuilder(settings));
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(project);
        jenkins.assertLogContains("defaults of the administrator: keep 1, maxFreeze 9s", build);
        jenkins.assertLogContains("writes blocked for at most 9 s", build);
    }

    @Test
    void whatIsReplacedIsKeptForTheDefaultTime() throws Exception {
        shop.open("kept", "word");
        WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, """
            def backup = consistentBackup 'kept'
            restoreSnapshot(namespace: 'kept', set: backup.id)
            undoRestore(namespace: 'kept', keepFor: '30d')
            """));
        jenkins.assertLogContains("defaults of the administrator: keepFor 2d", build);
        assertThat(build.getActions(RestoreAction.class))
                .extracting(restored -> daysFrom(build, restored.getKeptUntil()))
                .containsExactly(2L, 30L);
    }

    private static long daysFrom(final WorkflowRun build, final long millis) {
        return Duration.ofMillis(millis - build.getStartTimeInMillis()).toDays();
    }

    @Test
    void formShowsWhatWouldApply() throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject();
        project.getBuildersList().add(new ConsistentBackupBuilder(new BackupSettings("shop")));
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlForm form = browser.getPage(project, "configure").getFormByName("config");
            assertThat(form.getInputByName("_.maxFreeze").getPlaceholder()).isEqualTo("9s");
            assertThat(form.getInputByName("_.maxHold").getPlaceholder()).isEqualTo("5m");
            assertThat(form.getInputByName("_.keep").getPlaceholder()).isEqualTo("1");
        }
        BackupForm descriptor = jenkins.jenkins.getDescriptorByType(BackupSettings.DescriptorImpl.class);
        assertThat(descriptor.doFillLevelItems(null))
                .extracting(option -> option.name + "=" + option.value)
                .containsExactly(
                        "filesystem (default)=",
                        "application=application",
                        "filesystem=filesystem",
                        "crash=crash",
                        "none=none");
        assertThat(descriptor.doFillGroupingItems(null).get(0).name).isEqualTo("auto (default)");
    }
}
