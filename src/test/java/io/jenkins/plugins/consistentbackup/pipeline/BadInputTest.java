package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.consistentbackup.config.ClusterDefinition;
import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.job.Barriers.Barrier;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import io.jenkins.plugins.consistentbackup.job.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What is wrong with a step's cluster or with the moment, in one line, and with nothing held. */
@Tag("jenkins")
@WithJenkins
class BadInputTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    /** Of nobody: its key was thrown away. */
    private static final String OTHER_CA = """
        -----BEGIN CERTIFICATE-----
        MIIBjjCCATWgAwIBAgIURhRoMwfjnJ1TLWTwg1hrMNQQ/2gwCgYIKoZIzj0EAwIw
        HDEaMBgGA1UEAwwRYW5vdGhlciBhdXRob3JpdHkwIBcNMjYxMTI3MDIxMzM4WhgP
        MjEyNjExMDMwMjEzMzhaMBwxGjAYBgNVBAMMEWFub3RoZXIgYXV0aG9yaXR5MFkw
        EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEdjeob60S5F9RNEfO0Ud6sB6KV7n/LNmD
        8/zeUsN8khUXp82TXIfuyxgUZXrJSHWjYG4+D2E8+Oxw38qyQ4I7aqNTMFEwHQYD
        VR0OBBYEFKlb4BewYZMLFSl5b3buS3aqm+BbMB8GA1UdIwQYMBaAFKlb4BewYZML
        FSl5b3buS3aqm+BbMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIg
        dmY4253/WMYrF0621eWWBXKrqpNjuZ/68I3MWqSVrfYCIEebgRhVpWo27Hi1Zxff
        Gx1aYjzjOGE0qvNPj9Sdis+G
        -----END CERTIFICATE-----
        """;

    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(final JenkinsRule rule) throws Exception {
        jenkins = rule;
        shop.setUp();
        shop.open("shop", "word");
        ConsistentBackupConfiguration configuration = ConsistentBackupConfiguration.get();
        configuration.setOtherClustersAllowed(true);
        List<ClusterDefinition> clusters = new ArrayList<>(configuration.getClusters());
        ClusterDefinition expired = GatedShop.definition("expired", withToken("long-gone"));
        ClusterDefinition limited = new ClusterDefinition("limited");
        limited.setNamespaces("team-*");
        ClusterDefinition ofTeam = new ClusterDefinition("of-team");
        ofTeam.setFolders("team");
        ClusterDefinition bare = new ClusterDefinition("bare");
        clusters.addAll(List.of(expired, limited, ofTeam, bare));
        configuration.setClusters(clusters);
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "token", "", Secret.fromString("not-a-token-of-the-cluster")));
        credentials
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "password", "", "me", "a-password"));
    }

    @Test
    void clustersOfOthersAreNotRevealed() throws Exception {
        for (String cluster : List.of("of-team", "none")) {
            WorkflowRun build = Scripts.refused(
                    jenkins,
                    "consistentBackup(cluster: '" + cluster + "', namespace: 'shop')",
                    "there is no cluster '" + cluster + "' that this job may use");
            jenkins.assertLogNotContains("limited", build);
        }
        WorkflowRun build = Scripts.refused(jenkins, "consistentBackup('shop')", "name the cluster");
        jenkins.assertLogNotContains("of-team", build);
    }

    @Test
    void namespacesThatAreNotOpen() throws Exception {
        Scripts.refused(
                jenkins,
                "consistentBackup(cluster: 'limited', namespace: 'shop')",
                "namespace 'shop' of cluster 'limited' is not open to jobs");
        Scripts.refused(
                jenkins,
                "restoreSnapshot(cluster: 'limited', namespace: 'team-a', set: 'newest', cloneInto: 'shop')",
                "namespace 'shop' of cluster 'limited' is not open to jobs");
        Scripts.refused(
                jenkins,
                "consistentBackup(cluster: 'shop-cluster', namespace: 'nowhere')",
                "there is no namespace nowhere in the cluster");
    }

    @Test
    void credentialsThatDoNotFit() throws Exception {
        Scripts.refused(
                jenkins, "consistentBackup(cluster: 'bare', namespace: 'shop')", "cluster 'bare' has no credentials");
        refusedOwn("credentialsId: 'nosuch'", "there are no credentials with the id 'nosuch' that this job may use");
        refusedOwn("credentialsId: 'password'", "of a kind that cannot enter a cluster");
        refusedOwn("caCertificate: 'x'", "needs credentialsId");
        refusedOwn("credentialsId: 'token'", "CA certificate");
        refusedOwn("credentialsId: 'token', caCertificate: '''" + OTHER_CA + "'''", "CA certificate");
        refusedOwn("credentialsId: 'token', caCertificate: 'nonsense'", "CA certificate");
        Scripts.refused(
                jenkins,
                "consistentBackup(namespace: 'shop', cluster: 'shop-cluster', credentialsId: 'token')",
                "not both");
    }

    @Test
    void tokenThatHasExpired() throws Exception {
        for (String step : List.of(
                "consistentBackup(cluster: 'expired', namespace: 'shop')",
                "restoreSnapshot(cluster: 'expired', namespace: 'shop', set: 'newest')",
                "listBackups(cluster: 'expired', namespace: 'shop')",
                "pruneBackups(cluster: 'expired', namespace: 'shop', keep: 1)")) {
            WorkflowRun build = Scripts.refused(jenkins, step, "401");
            jenkins.assertLogNotContains("long-gone", build);
        }
    }

    @Test
    void unknownParameterIsNamed() throws Exception {
        // Jenkins itself warns of it, and goes on without it unless it was told to be strict.
        WorkflowRun build =
                Scripts.run(jenkins, "consistentBackup(cluster: 'shop-cluster', namespace: 'shop', maxFreese: '1s')");
        jenkins.assertLogContains("WARNING: Unknown parameter(s) found", build);
        jenkins.assertLogContains("maxFreese", build);
    }

    @Test
    void idsThatAreNoSets() throws Exception {
        shop.open("empty", "empty");
        refusedSet("none-20260102-030405-x7k2", "namespace empty has no backup set none-20260102-030405-x7k2");
        refusedSet("newest", "namespace empty has no usable backup set; make a backup first");
        refusedSet("../../etc/passwd", "\"../../etc/passwd\" is not the id of a backup set");
        refusedSet("Shop!", "\"Shop!\" is not the id of a backup set");
    }

    @Test
    void restoreWhileABackupRunsNamesIt() throws Exception {
        shop.open("busy", "busy");
        jenkins.assertBuildStatusSuccess(
                Scripts.run(jenkins, "consistentBackup(cluster: 'shop-cluster', namespace: 'busy')"));
        shop.barriers().raise(Barrier.HOLD, "busy");
        WorkflowRun backup =
                Scripts.start(jenkins, "consistentBackup(cluster: 'shop-cluster', namespace: 'busy', maxFreeze: '5m')");
        await().atMost(LIMIT).until(() -> Recorded.phases("busy").contains("hold"));
        Scripts.refused(
                jenkins,
                "restoreSnapshot(cluster: 'shop-cluster', namespace: 'busy', set: 'newest')",
                backup.getUrl() + " (backup ");
        shop.barriers().lowerAll();
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(backup));
        assertThat(shop.read("busy")).isEqualTo("busy");
    }

    @Test
    void bodyThatThrowsLeavesNothingHeld() throws Exception {
        WorkflowRun build = jenkins.assertBuildStatus(
                Result.FAILURE,
                Scripts.run(
                        jenkins,
                        "withConsistentBackup(cluster: 'shop-cluster', namespace: 'shop', onFailure: 'restore') "
                                + "{ throw new Exception('thrown by the body') }"));
        jenkins.assertLogContains("thrown by the body", build);
        jenkins.assertLogContains("the data of backup set ", build);
        assertThat(shop.read("shop")).isEqualTo("word");
    }

    private static void refusedSet(final String set, final String message) throws Exception {
        Scripts.refused(
                jenkins, "restoreSnapshot(cluster: 'shop-cluster', namespace: 'empty', set: '" + set + "')", message);
    }

    private static void refusedOwn(final String parameters, final String message) throws Exception {
        Scripts.refused(
                jenkins,
                "consistentBackup(namespace: 'shop', serverUrl: '"
                        + shop.embedded().url() + "', " + parameters + ")",
                message);
    }

    private static String withToken(final String token) {
        return Pattern.compile("token: .*")
                .matcher(shop.embedded().kubeconfig())
                .replaceAll("token: " + token);
    }
}
