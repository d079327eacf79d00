package io.jenkins.plugins.consistentbackup.buildpage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import org.junit.jupiter.api.Test;

class StepTextTest {

    @Test
    void namesTheClusterAsTheStepDid() {
        assertThat(StepText.restore(Reports.cluster("prod"), "shop", "set-1"))
                .isEqualTo("restoreSnapshot(cluster: 'prod', namespace: 'shop', set: 'set-1')");
        assertThat(StepText.restore(Reports.cluster(null), "shop", "set-1"))
                .isEqualTo("restoreSnapshot(namespace: 'shop', set: 'set-1')");
    }

    @Test
    void takesARestoreBackOnTheSameCluster() {
        assertThat(StepText.undo(Reports.cluster("prod"), "shop", "restore-7"))
                .isEqualTo("undoRestore(cluster: 'prod', namespace: 'shop', restore: 'restore-7')");
    }

    @Test
    void describesTheClusterAsTheStepDid() {
        ClusterChoice choice = new ClusterChoice();
        choice.setServerUrl("https://10.0.0.1:6443");
        choice.setCaCertificate("-----BEGIN CERTIFICATE-----\r\nMIIB");
        choice.setCredentialsId("it's");
        choice.setContextName("a\\b");
        assertThat(StepText.restore(choice, "shop", "set-1"))
                .isEqualTo("restoreSnapshot(serverUrl: 'https://10.0.0.1:6443', caCertificate: '-----BEGIN"
                        + " CERTIFICATE-----\\n"
                        + "MIIB', credentialsId: 'it\\'s', contextName: 'a\\\\b', namespace: 'shop', set:"
                        + " 'set-1')");
    }
}
