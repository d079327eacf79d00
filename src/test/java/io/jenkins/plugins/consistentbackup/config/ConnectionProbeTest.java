package io.jenkins.plugins.consistentbackup.config;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.util.FormValidation;
import io.jenkins.plugins.consistentbackup.embedded.api.ApiServer;
import io.jenkins.plugins.consistentbackup.embedded.api.ApiServerOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.access.User;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.jenkins.plugins.consistentbackup.embedded.api.store.StoreOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Against a real API server over TLS, with Jenkins' own libraries under the client. */
@Tag("jenkins")
@WithJenkins
class ConnectionProbeTest {
    private static final String OTHER_AUTHORITY = """
        -----BEGIN CERTIFICATE-----
        MIIBfzCCASWgAwIBAgIUHf9ASYI4XPf1U6nFpi9Tb/P+X0QwCgYIKoZIzj0EAwIw
        -----END CERTIFICATE-----
        """;

    private static JenkinsRule jenkins;
    private static ApiServer server;
    private static ObjectStore store;
    private static String authority;

    @BeforeAll
    static void start(JenkinsRule rule) throws IOException {
        jenkins = rule;
        store = new ObjectStore(StoreOptions.DEFAULTS);
        server = ApiServer.start(store, ApiServerOptions.DEFAULTS);
        String kubeconfig = server.kubeconfig(server.tokens().admin(), "default");
        authority = authority(kubeconfig);
        Secrets.in(jenkins.jenkins)
                .systemToken("token", server.tokens().admin())
                .kubeconfig("kubeconfig", kubeconfig)
                .password("password");
    }

    @AfterAll
    static void stop() {
        server.close();
        store.close();
    }

    @Test
    void entersWithATokenOfSystemScope() {
        FormValidation answer = ConnectionProbe.of(cluster("token", authority));
        assertThat(answer.kind).as(answer.getMessage()).isEqualTo(FormValidation.Kind.OK);
        assertThat(answer.getMessage()).contains(server.url());
    }

    @Test
    void entersWithAKubeconfig() {
        ClusterDefinition definition = new ClusterDefinition("prod");
        definition.setCredentialsId("kubeconfig");
        assertThat(ConnectionProbe.of(definition).kind).isEqualTo(FormValidation.Kind.OK);
    }

    @Test
    void namesAContextThatTheKubeconfigDoesNotHave() {
        ClusterDefinition definition = new ClusterDefinition("prod");
        definition.setCredentialsId("kubeconfig");
        definition.setContextName("other");
        refused(definition, "no context \"other\"", "it has: embedded");
    }

    @Test
    void saysThatATokenIsNoLongerAccepted() throws IOException {
        String token = server.tokens().issue(User.serviceAccount("shop", "jenkins"));
        Secrets.in(jenkins.jenkins).token("expired", token);
        server.tokens().revoke(token);
        refused(cluster("expired", authority), "401");
    }

    @Test
    void sendsNoTokenToAServerThatItDoesNotTrust() {
        long seen = server.requests().total();
        refused(cluster("token", null), "no answer");
        assertThat(refusal(cluster("token", OTHER_AUTHORITY))).doesNotContain("Connected");
        assertThat(server.requests().total()).isEqualTo(seen);
    }

    /** It is for 127.0.0.1, and 127.1 is another name of that address. */
    @Test
    void sendsNoTokenToAServerWithACertificateForAnotherName() {
        long seen = server.requests().total();
        ClusterDefinition elsewhere = cluster("token", authority);
        elsewhere.setServerUrl(server.url().replace("127.0.0.1", "127.1"));
        refused(elsewhere, "127.1");
        assertThat(server.requests().total()).isEqualTo(seen);
    }

    @Test
    void refusesCredentialsThatCannotEnterACluster() {
        refused(cluster("password", authority), "'password' of a kind that cannot enter a cluster");
        refused(cluster("nobody", authority), "credentials of cluster 'prod' do not exist");
        refused(cluster(null, authority), "cluster 'prod' has no credentials");
    }

    @Test
    void refusesHalfAnAddress() {
        ClusterDefinition withoutUrl = new ClusterDefinition("prod");
        withoutUrl.setCredentialsId("token");
        refused(withoutUrl, "has a token, but no serverUrl");
        refused(cluster("kubeconfig", authority), "leave serverUrl and caCertificate empty");
        ClusterDefinition malformed = cluster("token", authority);
        malformed.setServerUrl("https://not a host");
        refused(malformed, "malformed");
    }

    @Test
    void inClusterIsRefusedOutsideOfOne() {
        ClusterDefinition definition = new ClusterDefinition("own");
        definition.setInCluster(true);
        refused(definition, "Jenkins does not run in a cluster");
    }

    @Test
    void escapesWhatItWasAsked() {
        ClusterDefinition definition = new ClusterDefinition("<img src=x>");
        FormValidation answer = ConnectionProbe.of(definition);
        assertThat(answer.renderHtml()).contains("&lt;img").doesNotContain("<img");
    }

    private static ClusterDefinition cluster(String credentials, String certificate) {
        ClusterDefinition definition = new ClusterDefinition("prod");
        definition.setServerUrl(server.url());
        definition.setCaCertificate(certificate);
        definition.setCredentialsId(credentials);
        return definition;
    }

    private static void refused(ClusterDefinition definition, String... words) {
        assertThat(refusal(definition)).contains(words);
    }

    private static String refusal(ClusterDefinition definition) {
        FormValidation answer = ConnectionProbe.of(definition);
        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(answer.getMessage())
                .isNotEmpty()
                .doesNotContain(server.tokens().admin());
        return answer.getMessage().replace("&#039;", "'").replace("&quot;", "\"");
    }

    private static String authority(String kubeconfig) {
        Matcher data = Pattern.compile("certificate-authority-data: (\\S+)").matcher(kubeconfig);
        assertThat(data.find()).isTrue();
        return new String(Base64.getDecoder().decode(data.group(1)), StandardCharsets.US_ASCII);
    }
}
