package io.jenkins.plugins.consistentbackup.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.policy.Policy;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.TemplateException;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
class ConsistentBackupConfigurationTest {
    private static final String TEMPLATE = """
        name: team-files
        title: Files of a team
        description: Files that one team writes.
        fits:
          images: []
          volumes: any
          selectedByName: true
        hold:
          family: flush
          blocksWrites: false
          acquire: |
            sync || exit 1
            echo written
        levels:
          one: {atomic: filesystem, torn: none}
          several: {atomic: crash, torn: none}
          group: {atomic: filesystem, torn: none}
        """;

    private static JenkinsRule jenkins;

    private ConsistentBackupConfiguration configuration;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @BeforeEach
    void empty() {
        configuration = ConsistentBackupConfiguration.get();
        configuration.setClusters(List.of());
        configuration.setTemplates(List.of());
        configuration.setOtherClustersAllowed(false);
        configuration.setDefaults(null);
    }

    @Test
    void formKeepsWhatIsSet() throws Exception {
        ClusterDefinition full = new ClusterDefinition("prod");
        full.setServerUrl("https://10.0.0.1:6443");
        full.setCaCertificate("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----");
        full.setCredentialsId("prod-token");
        full.setContextName("admin@prod");
        full.setNamespaces("shop, team-a-*");
        full.setFolders("team-a");
        full.setAtomicDrivers("ebs.csi.aws.com");
        ManifestSigning signing = new ManifestSigning("prod-keys");
        signing.setUnsignedAccepted(true);
        full.setSigning(signing);
        ClusterDefinition own = new ClusterDefinition("own");
        own.setInCluster(true);
        Secrets.in(jenkins.jenkins).token("prod-token", "secret").systemToken("prod-keys", "secret");
        configuration.setClusters(List.of(full, own));
        configuration.setOtherClustersAllowed(true);
        configuration.setTemplates(List.of(new TemplateDefinition(TEMPLATE)));
        RuleDefinition production = new RuleDefinition("production");
        production.setClusters("prod");
        production.setFolders("team-a");
        production.setNamespaces("shop, team-a-*");
        production.setLongestFreeze("10s");
        production.setLeastLevel("filesystem");
        production.setGroupSnapshot(true);
        production.setLeastKept(3);
        production.setLeastInterval("10m");
        production.setProfile("cluster");
        production.setTemplates("postgresql*");
        production.setTemplateSources("built_in, library");
        production.setOnlyFolders("team-a");
        production.setKeptQuota(4);
        production.setRestores("with_approval");
        configuration.setRules(List.of(production, new RuleDefinition("empty")));
        Policy policy = configuration.policy();
        StepDefaults defaults = new StepDefaults();
        defaults.setMaxFreeze("10s");
        defaults.setMaxHold("2m");
        defaults.setReadyTimeout("1h");
        defaults.setLevel("filesystem");
        defaults.setGrouping("never");
        defaults.setSnapshotClass("csi-fast");
        defaults.setKeep(7);
        defaults.setKeepFor("3d");
        configuration.setDefaults(defaults);

        jenkins.configRoundtrip();

        jenkins.assertEqualDataBoundBeans(production, configuration.getRules().get(0));
        assertThat(configuration.policy()).isEqualTo(policy);
        jenkins.assertEqualDataBoundBeans(defaults, configuration.getDefaults());

        assertThat(configuration.getClusters()).hasSize(2);
        jenkins.assertEqualDataBoundBeans(full, configuration.getClusters().get(0));
        jenkins.assertEqualDataBoundBeans(own, configuration.getClusters().get(1));
        assertThat(configuration.isOtherClustersAllowed()).isTrue();
        assertThat(configuration.getTemplates())
                .extracting(TemplateDefinition::getText)
                .containsExactly(TEMPLATE);
    }

    @Test
    void rulesThatRefusalsCouldNotTellApartOrNobodyCouldKeepAreRefused() {
        RuleDefinition endless = new RuleDefinition("endless");
        endless.setLongestFreeze("0s");
        RuleDefinition empty = new RuleDefinition("empty");
        empty.setOnlyFolders(",");
        RuleDefinition nowhere = new RuleDefinition("nowhere");
        nowhere.setTemplateSources("jobs");

        assertThatThrownBy(() -> configuration.setRules(List.of(new RuleDefinition("a"), new RuleDefinition("a"))))
                .hasMessageContaining("two rules with the name 'a'");
        assertThatThrownBy(() -> configuration.setRules(List.of(endless)))
                .hasMessageContaining("rule 'endless': the longest freeze must be at least 1 s");
        assertThatThrownBy(() -> configuration.setRules(List.of(empty)))
                .hasMessageContaining("rule 'empty': onlyFolders: ',' names nothing");
        assertThatThrownBy(() -> configuration.setRules(List.of(nowhere)))
                .hasMessageContaining(
                        "rule 'nowhere': templateSources: there is no 'jobs'; write built_in or library or"
                                + " namespace or workspace");
    }

    @Test
    void whatWasStoredBeforeThereWereDefaultsHasNone() throws Exception {
        jenkins.configRoundtrip();
        assertThat(configuration.getDefaults()).isNull();

        Path stored = jenkins.jenkins.getRootDir().toPath().resolve(configuration.getId() + ".xml");
        assertThat(Files.readString(stored)).doesNotContain("defaults");
        ConsistentBackupConfiguration read = new ConsistentBackupConfiguration();
        read.load();
        assertThat(read.getDefaults()).isNull();
        assertThat(StepDefaults.ofTheAdministrator().made()).isEmpty();
    }

    @Test
    void ruleThatWasStoredBeforeThereWereSourcesToNameIsAsStrictAsItWas() throws Exception {
        RuleDefinition rule = new RuleDefinition("strict");
        rule.setTemplateSources("built_in");
        configuration.setRules(List.of(rule));
        Path stored = jenkins.jenkins.getRootDir().toPath().resolve(configuration.getId() + ".xml");
        String text = Files.readString(stored);
        String before = text.replace(
                "<templateSources>built_in</templateSources>", "<ownTemplatesRefused>true</ownTemplatesRefused>");
        assertThat(before).isNotEqualTo(text);
        Files.writeString(stored, before);

        ConsistentBackupConfiguration read = new ConsistentBackupConfiguration();
        read.load();

        assertThat(read.policy().rules().get(0).limits().templateSources())
                .containsExactlyInAnyOrder(TemplateOrigin.BUILT_IN, TemplateOrigin.LIBRARY);
        configuration.setRules(List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "maxFreeze, 10, defaults: maxFreeze: '10' is no duration",
        "maxFreeze, 2h, defaults: maxFreeze must be between 1 s and 1 h",
        "maxHold, 1ms, defaults: maxHold must be between 1 s and 1 h",
        "readyTimeout, 0s, defaults: readyTimeout must be more than zero",
        "level, best, defaults: level: there is no 'best'; write none or crash or filesystem or application",
        "grouping, maybe, defaults: grouping: there is no 'maybe'",
        "keep, 0, defaults: keep must be at least 1",
        "keepFor, 0d, defaults: what a restore replaces must be kept for some time"
    })
    void defaultsThatNoStepCouldUseAreRefused(String field, String value, String message) {
        StepDefaults wrong = new StepDefaults();
        Map<String, Consumer<String>> setters = Map.of(
                "maxFreeze", wrong::setMaxFreeze,
                "maxHold", wrong::setMaxHold,
                "readyTimeout", wrong::setReadyTimeout,
                "level", wrong::setLevel,
                "grouping", wrong::setGrouping,
                "keep", text -> wrong.setKeep(Integer.valueOf(text)),
                "keepFor", wrong::setKeepFor);
        setters.get(field).accept(value);
        assertThatThrownBy(() -> configuration.setDefaults(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
        assertThat(configuration.getDefaults()).isNull();
    }

    @Test
    void formForgetsTheLastClusterThatIsRemoved() throws Exception {
        configuration.setClusters(List.of(new ClusterDefinition("prod")));
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlForm form = browser.goTo("configure").getFormByName("config");
            List<HtmlButton> remove = form.getByXPath(".//button[@title='Remove cluster' or .='Remove cluster']");
            assertThat(remove).isNotEmpty();
            remove.get(0).click();
            browser.waitForBackgroundJavaScript(2_000);
            jenkins.submit(form);
        }
        assertThat(configuration.getClusters()).isEmpty();
    }

    @Test
    void formShowsHelpForEachField() throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            String descriptors = "descriptor/io.jenkins.plugins.consistentbackup.config.";
            for (String field : List.of(
                    "ConsistentBackupConfiguration/help/clusters",
                    "ConsistentBackupConfiguration/help/otherClustersAllowed",
                    "ConsistentBackupConfiguration/help/templates",
                    "ConsistentBackupConfiguration/help/defaults",
                    "StepDefaults/help/maxFreeze",
                    "StepDefaults/help/maxHold",
                    "StepDefaults/help/readyTimeout",
                    "StepDefaults/help/level",
                    "StepDefaults/help/grouping",
                    "StepDefaults/help/snapshotClass",
                    "StepDefaults/help/keep",
                    "StepDefaults/help/keepFor",
                    "ClusterDefinition/help/name",
                    "ClusterDefinition/help/inCluster",
                    "ClusterDefinition/help/serverUrl",
                    "ClusterDefinition/help/caCertificate",
                    "ClusterDefinition/help/credentialsId",
                    "ClusterDefinition/help/contextName",
                    "ClusterDefinition/help/namespaces",
                    "ClusterDefinition/help/folders",
                    "ClusterDefinition/help/atomicDrivers",
                    "TemplateDefinition/help/text")) {
                HtmlPage page = browser.goTo(descriptors + field);
                assertThat(page.asNormalizedText()).as(field).hasSizeGreaterThan(40);
            }
        }
    }

    @Test
    void clustersThatJobsCouldNotTellApartAreRefused() {
        List<ClusterDefinition> twins = List.of(new ClusterDefinition("prod"), new ClusterDefinition(" prod "));
        assertThatThrownBy(() -> configuration.setClusters(twins))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two clusters with the name 'prod'");
        List<ClusterDefinition> nameless = List.of(new ClusterDefinition(" "));
        assertThatThrownBy(() -> configuration.setClusters(nameless)).isInstanceOf(IllegalArgumentException.class);
        assertThat(configuration.getClusters()).isEmpty();
    }

    @Test
    void templatesThatTheLinterRefusesAreNotSaved() {
        List<TemplateDefinition> wrong = List.of(new TemplateDefinition("name: x"));
        assertThatThrownBy(() -> configuration.setTemplates(wrong))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("global template library:1");
        assertThat(configuration.getTemplates()).isEmpty();
    }

    @Test
    void libraryHasBuiltInTemplatesAndThoseOfTheAdministrator() {
        configuration.setTemplates(List.of(new TemplateDefinition(TEMPLATE)));
        assertThat(configuration.library().all())
                .extracting(HookTemplate::name)
                .contains("team-files", "postgresql", "files");
    }
}
