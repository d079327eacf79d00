package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.consistentbackup.catalog.ManifestText;
import io.jenkins.plugins.consistentbackup.config.ClusterDefinition;
import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.config.ManifestSigning;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import io.jenkins.plugins.consistentbackup.job.Recorded;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A cluster whose manifests are signed with keys that only Jenkins has. */
@Tag("jenkins")
@WithJenkins
class SignedSetsTest {
    private static final String KEYS = "manifest-keys";
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(final JenkinsRule rule) throws Exception {
        jenkins = rule;
        shop.setUp();
    }

    @BeforeEach
    void signed() throws Exception {
        setKeys("fedcba9876543210fedcba9876543210");
        sign(new ManifestSigning(KEYS));
    }

    @Test
    void aManifestThatSomebodyChangedIsNoSet() throws Exception {
        shop.open("changed", "saved");
        WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "consistentBackup 'changed'"));
        shop.write("changed", "later");
        jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "restoreSnapshot namespace: 'changed', set: 'newest'"));
        assertThat(shop.read("changed")).isEqualTo("saved");
        assertThat(CredentialsProvider.getOrCreateFingerprintOf(keys().get(0)).getUsages())
                .containsKey(build.getParent().getFullName());

        change("changed");
        Scripts.refused(jenkins, "restoreSnapshot namespace: 'changed', set: 'newest'", "no usable backup set");
        jenkins.assertLogContains(
                "signature is by none of the keys",
                Scripts.run(jenkins, "listBackups('changed').each { echo it.reason }"));
    }

    @Test
    void setsFromBeforeThereWereKeysCountWhileTheyAreAccepted() throws Exception {
        shop.open("older", "saved");
        sign(null);
        jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "consistentBackup 'older'"));
        sign(new ManifestSigning(KEYS));
        Scripts.refused(jenkins, "restoreSnapshot namespace: 'older', set: 'newest'", "no usable backup set");
        ManifestSigning accepting = new ManifestSigning(KEYS);
        accepting.setUnsignedAccepted(true);
        sign(accepting);
        jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, "restoreSnapshot namespace: 'older', set: 'newest'"));
    }

    @Test
    void withoutGoodKeysNothingIsBegun() throws Exception {
        shop.open("keyless", "word");
        setKeys();
        Scripts.refused(
                jenkins, "consistentBackup 'keyless'", "the keys for manifests of cluster 'shop-cluster' do not exist");
        setKeys("hunter2");
        WorkflowRun build = Scripts.refused(
                jenkins, "consistentBackup 'keyless'", "key 1 for manifests has 7 characters; 32 are the least");
        jenkins.assertLogNotContains("hunter2", build);
        assertThat(shop.snapshots("keyless")).isZero();
    }

    @Test
    void aDatabaseIsReleasedThoughTheKeysAreGone() throws Exception {
        shop.open("released", "word");
        shop.driver().cutLatency(Duration.ofSeconds(20));
        WorkflowRun build = Scripts.start(jenkins, "consistentBackup(namespace: 'released', maxFreeze: '5m')");
        await().atMost(LIMIT).until(() -> shop.held("released"));
        setKeys();
        build.doKill();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        await().atMost(LIMIT).until(Recorded::nothing);
        assertThat(shop.held("released")).isFalse();
        await().atMost(LIMIT).until(() -> shop.snapshots("released") == 0);
    }

    /** Makes another manifest of a namespace's only one, with a digest that fits. */
    private static void change(final String namespace) {
        for (ObjectNode map : shop.embedded().store().list(ResourceType.CONFIG_MAP, namespace, Selector.everything())) {
            if (map.path("data").has("hmac-sha256")) {
                shop.embedded()
                        .store()
                        .edit(
                                ResourceType.CONFIG_MAP,
                                namespace,
                                map.path("metadata").path("name").asText(),
                                SignedSetsTest::withOtherText);
            }
        }
    }

    private static ObjectNode withOtherText(final ObjectNode map) {
        ObjectNode data = map.withObject("data");
        String text = data.path("manifest.json").asText().replace("APPLICATION", "FILESYSTEM");
        data.put("manifest.json", text).put("sha256", ManifestText.sha256(text));
        return map;
    }

    private static void sign(final ManifestSigning signing) {
        ConsistentBackupConfiguration configuration = ConsistentBackupConfiguration.get();
        ClusterDefinition cluster = configuration.getClusters().get(0);
        cluster.setSigning(signing);
        configuration.setClusters(List.of(cluster));
    }

    /** Puts these into the credentials of the keys, or takes those away. */
    private static void setKeys(final String... lines) throws Exception {
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().removeAll(keys());
        if (lines.length > 0) {
            credentials
                    .getCredentials()
                    .add(new StringCredentialsImpl(
                            CredentialsScope.SYSTEM, KEYS, "", Secret.fromString(String.join("\n", lines))));
        }
        credentials.save();
    }

    private static List<StringCredentialsImpl> keys() {
        return SystemCredentialsProvider.getInstance().getCredentials().stream()
                .filter(StringCredentialsImpl.class::isInstance)
                .map(StringCredentialsImpl.class::cast)
                .filter(credentials -> credentials.getId().equals(KEYS))
                .toList();
    }
}
