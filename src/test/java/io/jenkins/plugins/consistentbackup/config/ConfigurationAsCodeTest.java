package io.jenkins.plugins.consistentbackup.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.junit.jupiter.AbstractRoundTripTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
                .containsExactly("prod", "own");
        ClusterDefinition prod = configuration.getClusters().get(0);
        assertThat(prod.getServerUrl()).isEqualTo("https://10.0.0.1:6443");
        assertThat(prod.getCredentialsId()).isEqualTo("prod-token");
        assertThat(prod.getNamespaces()).isEqualTo("shop, team-a-*");
        assertThat(prod.getFolders()).isEqualTo("team-a");
        assertThat(prod.getAtomicDrivers()).isEqualTo("ebs.csi.aws.com");
        assertThat(configuration.getClusters().get(1).isInCluster()).isTrue();
        assertThat(configuration.library().named("team-files")).isNotNull();
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
                .contains("consistentBackup:", "credentialsId: \"prod-token\"", "inCluster: true")
                .doesNotContain("a-token-that-must-not-be-exported");
    }
}
