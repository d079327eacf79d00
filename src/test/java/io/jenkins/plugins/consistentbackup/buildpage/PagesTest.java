package io.jenkins.plugins.consistentbackup.buildpage;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
class PagesTest {
    private static final ClusterChoice PROD = Reports.cluster("prod");
    private static final String MARKUP = "<img src=x onerror=alert(1)>&\"'";

    private static JenkinsRule jenkins;
    private static FreeStyleProject job;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        job = rule.createFreeStyleProject("deploy");
        Instant first = Reports.START;
        build(BackupAction.of(Reports.backup("set-1", first, 30), PROD));
        build(BackupAction.of(Reports.backup("set-2", first.plus(Duration.ofHours(24)), 45), PROD));
        build(BackupAction.of(Reports.backup("set-3", first.plus(Duration.ofHours(60)), 37), PROD));
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ)
                .everywhere()
                .to("stranger"));
    }

    private static FreeStyleBuild build(BackupAction backup) throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        build.addAction(backup);
        build.save();
        return build;
    }

    @Test
    void buildPageTellsWhatTheBackupCameTo() throws Exception {
        HtmlPage page = browser().goTo("job/deploy/3/consistent-backup/");
        assertThat(page.asNormalizedText())
                .contains("Set set-3", "application consistent", "mariadb-0 (server)", "postgresql-several")
                .contains("37 ms", "never", "710 ms", "6.6 s", "2026-11-29T08:15:01.930Z", "cb-set-3-pg-wal")
                .contains("the hold was proved before and after", "the liveness probe of mariadb-0")
                .contains("restoreSnapshot(cluster: 'prod', namespace: 'shop', set: 'set-3')")
                .contains("mariadb-0 (server), template mariadb, the last lines", "no entry for the table x");
        List<DomElement> bars = page.getByXPath("//*[local-name()='svg']/*[local-name()='rect']");
        assertThat(bars).hasSize(8);
        assertThat(page.<DomElement>getByXPath("//button[contains(@class,'jenkins-copy-button')]"))
                .extracting(button -> button.getAttribute("text"))
                .containsExactly("restoreSnapshot(cluster: 'prod', namespace: 'shop', set: 'set-3')");
    }

    @Test
    void buildsOwnPageHasASummary() throws Exception {
        assertThat(browser().goTo("job/deploy/3/").asNormalizedText())
                .contains(
                        "Consistent Backup",
                        "Set set-3 of namespace shop, application consistent; writes blocked for 37 ms");
    }

    @Test
    void sidePanelsLeadToThePages() throws Exception {
        for (String path : List.of("job/deploy/", "job/deploy/3/")) {
            HtmlPage page = browser().goTo(path);
            assertThat(page.<DomElement>getByXPath("//div[@id='side-panel']//a[contains(@href,'consistent-backup')]"))
                    .as(path)
                    .hasSize(1);
        }
    }

    @Test
    void buildWithoutBackupHasNoPage() throws Exception {
        FreeStyleProject other = jenkins.createFreeStyleProject();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(other);
        assertThat(build.getAction(BuildPage.class)).isNull();
        assertThat(other.getAction(JobPage.class)).isNull();
    }

    @Test
    void buildPageTellsWhatTheRestoreDid() throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("restore"));
        build.addAction(RestoreAction.of(Reports.restoreNaming(""), PROD));
        build.addAction(RestoreAction.of(Reports.cloning(), PROD));
        build.save();
        assertThat(browser().goTo("job/restore/1/consistent-backup/").asNormalizedText())
                .contains("Set set-1: restored", "Set set-1: cloned", "cluster profile")
                .contains("from 2026-11-26T20:15:00Z to 2026-11-26T20:27:34Z (12 min 34 s)")
                .contains("data-mariadb-0", "snapshot cb-1", "volume pvc-4711", "nothing was replaced")
                .contains("undoRestore(cluster: 'prod', namespace: 'shop', restore: 'restore-7')")
                .doesNotContain("undoRestore(cluster: 'prod', namespace: 'shop-copy'");
        assertThat(browser().goTo("job/restore/1/").asNormalizedText()).contains("set-1 in namespace shop: restored");
    }

    @Test
    void whatComesFromTheClusterIsText() throws Exception {
        FreeStyleProject hostile = jenkins.createFreeStyleProject("hostile");
        for (int i = 0; i < 2; i++) {
            FreeStyleBuild build = jenkins.buildAndAssertSuccess(hostile);
            build.addAction(BackupAction.of(Reports.backupNaming(MARKUP), PROD));
            build.addAction(RestoreAction.of(Reports.restoreNaming(MARKUP), PROD));
            build.save();
        }
        for (String path : List.of("1/consistent-backup/", "1/", "consistent-backup/")) {
            HtmlPage page = browser().goTo("job/hostile/" + path);
            assertThat(page.<DomElement>getByXPath("//img[@src='x']")).as(path).isEmpty();
            assertThat(page.getWebResponse().getContentAsString())
                    .as(path)
                    .contains("&lt;img src=x")
                    .doesNotContain("<img src=x");
        }
    }

    @Test
    void jobPageListsTheSetsWithTheirTrends() throws Exception {
        HtmlPage page = browser().goTo("job/deploy/consistent-backup/");
        String text = page.asNormalizedText();
        assertThat(text)
                .contains("set-1", "set-2", "set-3", "latest 37 ms, most 45 ms", "latest 1 d 12 h, most 1 d 12 h");
        assertThat(text.indexOf("set-3")).isLessThan(text.indexOf("set-1"));
        assertThat(page.<DomElement>getByXPath("//figure//*[local-name()='rect']"))
                .hasSize(3 + 2);
    }

    @Test
    void pagesAreThereAsJson() throws Exception {
        JSONObject build = json("job/deploy/3/consistent-backup/api/json?depth=2");
        JSONObject backup = build.getJSONArray("backups").getJSONObject(0);
        assertThat(backup.getString("id")).isEqualTo("set-3");
        assertThat(backup.getLong("freezeMillis")).isEqualTo(37);
        assertThat(backup.getJSONArray("phases").getJSONObject(2).getString("name"))
                .isEqualTo("hold");
        assertThat(backup.getJSONArray("databases").getJSONObject(0).getString("template"))
                .isEqualTo("mariadb");
        JSONObject sets = json("job/deploy/consistent-backup/api/json?depth=2");
        assertThat(sets.getJSONArray("sets").getJSONObject(0).getLong("intervalMillis"))
                .isEqualTo(Duration.ofHours(36).toMillis());
    }

    @Test
    void whatIsStoredComesBack() throws Exception {
        FreeStyleBuild build = job.getBuildByNumber(2);
        BackupAction before = build.getAction(BackupAction.class);
        build.reload();
        BackupAction after = build.getAction(BackupAction.class);
        assertThat(after).isNotSameAs(before).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void onlyWhoSeesTheBuildSeesItsBackups() throws Exception {
        try (JenkinsRule.WebClient stranger = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            stranger.login("stranger");
            for (String path : List.of("3/consistent-backup/", "3/consistent-backup/api/json", "consistent-backup/")) {
                assertThat(stranger.goTo("job/deploy/" + path, null)
                                .getWebResponse()
                                .getStatusCode())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }

    private static JSONObject json(String path) throws Exception {
        return JSONObject.fromObject(
                browser().goTo(path, "application/json").getWebResponse().getContentAsString());
    }

    /** Our pages need no script, and those around them wait for a server that they would ask again and again. */
    private static JenkinsRule.WebClient browser() throws Exception {
        return jenkins.createWebClient().withJavaScriptEnabled(false).login("reader");
    }
}
