package io.jenkins.plugins.consistentbackup.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.junit.jupiter.AbstractRoundTripTest;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.policy.Limits;
import io.jenkins.plugins.consistentbackup.policy.Restoring;
import io.jenkins.plugins.consistentbackup.policy.Rule;
import io.jenkins.plugins.consistentbackup.policy.Scope;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
class ConfigurationAsCodeTest extends AbstractRoundTripTest {

    @Override
    protected void assertConfiguredAsExpected(JenkinsRule jenkins, String content) {
        ConsistentBackupConfiguration configuration = ConsistentBackupConfiguration.get();
        assertThat(configuration.isOtherClustersAllowed()).isTrue();
        assertThat(configuration.getClusters())
                .extracting(ClusterDefinition::getName)
                .containsExactly("prod", "own", "agents");
        ClusterDefinition prod = configuration.getClusters().get(0);
        assertThat(prod.getServerUrl()).isEqualTo("https://10.0.0.1:6443");
        assertThat(prod.getCredentialsId()).isEqualTo("prod-token");
        assertThat(prod.getNamespaces()).isEqualTo("shop, team-a-*");
        assertThat(prod.getFolders()).isEqualTo("team-a");
        assertThat(prod.getAtomicDrivers()).isEqualTo("ebs.csi.aws.com");
        assertThat(prod.getSigning().getKeysCredentialsId()).isEqualTo("prod-keys");
        assertThat(prod.getSigning().isUnsignedAccepted()).isTrue();
        assertThat(configuration.getClusters().get(1).isInCluster()).isTrue();
        assertThat(configuration.getClusters().get(2).getCloud()).isEqualTo("kubernetes");
        assertThat(configuration.library().named("team-files")).isNotNull();
        assertThat(configuration.getDefaults().made())
                .isEqualTo(Map.of(
                        "maxFreeze", "10s",
                        "maxHold", "2m",
                        "readyTimeout", "1h",
                        "level", "filesystem",
                        "grouping", "never",
                        "snapshotClass", "csi-fast",
                        "keep", 7));
        assertThat(configuration.getDefaults().getKeepFor()).isEqualTo("3d");
        assertThat(configuration.policy().rules())
                .containsExactly(
                        new Rule(
                                "production",
                                new Scope(List.of("prod"), List.of("team-a"), List.of("shop", "team-a-*")),
                                Limits.builder()
                                        .longestFreeze(Duration.ofSeconds(10))
                                        .leastLevel(Level.APPLICATION)
                                        .groupSnapshot(true)
                                        .leastKept(3)
                                        .leastInterval(Duration.ofMinutes(10))
                                        .profile(Profile.CLUSTER)
                                        .templates(List.of("postgresql*", "mariadb"))
                                        .onlyFolders(List.of("team-a", "apps/shop"))
                                        .keptQuota(6)
                                        .templateSources(Set.of(TemplateOrigin.BUILT_IN, TemplateOrigin.LIBRARY))
                                        .restoring(Restoring.WITH_APPROVAL)
                                        .build()),
                        new Rule(
                                "lab",
                                Scope.ALL,
                                Limits.builder().restoring(Restoring.REFUSED).build()));
    }

    @Override
    protected String stringInLogExpected() {
        return "ConsistentBackupConfiguration";
    }

    @Test
    void exportsIdsAndNoSecrets(JenkinsRule jenkins) throws Exception {
        ConfigurationAsCode.get()
                .configure(getClass().getResource(configResource()).toExternalForm());
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        String text = exported.toString(StandardCharsets.UTF_8);
        assertThat(text)
                .contains(
                        "consistentBackup:",
                        "credentialsId: \"prod-token\"",
                        "inCluster: true",
                        "defaults:",
                        "keepFor: \"3d\"")
                .doesNotContain("a-token-that-must-not-be-exported");
    }
}
