package io.jenkins.plugins.consistentbackup.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who gets what from each method that a form calls: nobody but administrators learns anything. */
@Tag("jenkins")
@WithJenkins
class FormPermissionsTest {
    private static final String CLUSTER = "ClusterDefinition";

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws IOException {
        jenkins = rule;
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader"));
        Secrets.in(rule.jenkins).token("prod-token", "secret");
        rule.jenkins.clouds.add(new KubernetesCloud("agents"));
    }

    @ParameterizedTest
    @CsvSource({
        "ClusterDefinition, checkName, -, A name has letters",
        "ClusterDefinition, checkServerUrl, http://x, begins with http://",
        "ClusterDefinition, checkServerUrl, ftp://x, does not begin with https://",
        "ClusterDefinition, checkCaCertificate, x, BEGIN CERTIFICATE",
        "ClusterDefinition, checkNamespaces, 'shop, <b>', &lt;b&gt;",
        "ClusterDefinition, checkFolders, nowhere, There is no folder nowhere",
        "TemplateDefinition, checkText, name: x, 'template:1'",
        "RuleDefinition, checkName, -, A name has letters",
        "RuleDefinition, checkNamespaces, Shop, no name of a namespace",
        "RuleDefinition, checkLongestFreeze, 10, no duration",
        "RuleDefinition, checkLeastInterval, soon, no duration",
        "RuleDefinition, checkLeastKept, 0, positive",
        "StepDefaults, checkMaxFreeze, 2h, between 1 s and 1 h",
        "StepDefaults, checkMaxHold, 10, no duration",
        "StepDefaults, checkReadyTimeout, soon, no duration",
        "StepDefaults, checkKeep, 0, positive",
        "StepDefaults, checkKeepFor, 0s, must be kept for some time"
    })
    void checksSpeakToAdministratorsAlone(String type, String method, String value, String message) throws Exception {
        NameValuePair argument = new NameValuePair("value", value);
        assertThat(post("admin", type, method, argument).getContentAsString()).contains(message);
        WebResponse toReader = post("reader", type, method, argument);
        assertThat(toReader.getStatusCode()).isEqualTo(200);
        assertThat(toReader.getContentAsString()).isEqualTo("<div/>");
        assertThat(post(null, type, method, argument).getStatusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "ClusterDefinition, checkName, prod",
        "ClusterDefinition, checkServerUrl, https://10.0.0.1:6443",
        "ClusterDefinition, checkServerUrl, ''",
        "ClusterDefinition, checkCaCertificate, ''",
        "ClusterDefinition, checkCaCertificate, -----BEGIN CERTIFICATE-----",
        "ClusterDefinition, checkNamespaces, 'shop team-a-*'",
        "ClusterDefinition, checkFolders, ''",
        "StepDefaults, checkMaxFreeze, 10s",
        "StepDefaults, checkKeep, ''",
        "StepDefaults, checkKeepFor, 2d"
    })
    void checksAcceptWhatIsRight(String type, String method, String value) throws Exception {
        WebResponse answer = post("admin", type, method, new NameValuePair("value", value));
        assertThat(answer.getContentAsString()).isEqualTo("<div/>");
    }

    @ParameterizedTest
    @CsvSource({
        "admin, ClusterDefinition, fillCredentialsIdItems, credentialsId, prod-token",
        "reader, ClusterDefinition, fillCredentialsIdItems, credentialsId, prod-token",
        "admin, ManifestSigning, fillKeysCredentialsIdItems, keysCredentialsId, prod-token",
        "reader, ManifestSigning, fillKeysCredentialsIdItems, keysCredentialsId, prod-token",
        "admin, ClusterDefinition, fillCloudItems, cloud, agents",
        "reader, ClusterDefinition, fillCloudItems, cloud, agents"
    })
    void choicesAreListedToAdministratorsAlone(String user, String type, String method, String field, String choice)
            throws Exception {
        WebResponse answer = post(user, type, method, new NameValuePair(field, "chosen"));
        assertThat(answer.getContentAsString().contains(choice)).isEqualTo("admin".equals(user));
        assertThat(answer.getContentAsString()).contains("chosen");
    }

    @ParameterizedTest
    @CsvSource({
        "admin, fillLevelItems, crash",
        "reader, fillLevelItems, crash",
        "admin, fillGroupingItems, required",
        "reader, fillGroupingItems, required"
    })
    void whatIsInForceIsListedToAdministratorsAlone(String user, String method, String choice) throws Exception {
        WebResponse answer = post(user, "StepDefaults", method);
        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(answer.getContentAsString().contains(choice)).isEqualTo("admin".equals(user));
    }

    @ParameterizedTest
    @CsvSource({"admin, 200", "reader, 403", ", 403"})
    void connectionsAreTestedByAdministratorsAlone(String user, int status) throws Exception {
        WebResponse answer = post(user, CLUSTER, "testConnection", new NameValuePair("name", "prod"));
        assertThat(answer.getStatusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "ClusterDefinition, checkName",
        "ClusterDefinition, checkServerUrl",
        "ClusterDefinition, checkCaCertificate",
        "ClusterDefinition, checkNamespaces",
        "ClusterDefinition, checkFolders",
        "ClusterDefinition, fillCloudItems",
        "ClusterDefinition, fillCredentialsIdItems",
        "ClusterDefinition, testConnection",
        "ManifestSigning, fillKeysCredentialsIdItems",
        "TemplateDefinition, checkText",
        "RuleDefinition, checkName",
        "RuleDefinition, checkNamespaces",
        "RuleDefinition, checkLongestFreeze",
        "RuleDefinition, checkLeastInterval",
        "RuleDefinition, checkLeastKept",
        "RuleDefinition, fillLeastLevelItems",
        "RuleDefinition, fillProfileItems",
        "RuleDefinition, fillRestoresItems",
        "StepDefaults, checkMaxFreeze",
        "StepDefaults, checkMaxHold",
        "StepDefaults, checkReadyTimeout",
        "StepDefaults, checkKeep",
        "StepDefaults, checkKeepFor",
        "StepDefaults, fillLevelItems",
        "StepDefaults, fillGroupingItems"
    })
    void nothingAnswersToGet(String type, String method) throws Exception {
        JenkinsRule.WebClient browser = browserOf("admin");
        WebResponse answer =
                browser.loadWebResponse(new WebRequest(new URL(url(type, method) + "?value=x"), HttpMethod.GET));
        assertThat(answer.getStatusCode()).isIn(404, 405);
    }

    private static WebResponse post(String user, String type, String method, NameValuePair... arguments)
            throws Exception {
        JenkinsRule.WebClient browser = browserOf(user);
        WebRequest request = new WebRequest(new URL(url(type, method)), HttpMethod.POST);
        request.setRequestParameters(new ArrayList<>(List.of(arguments))); // The crumb is added to it.
        browser.addCrumb(request);
        return browser.loadWebResponse(request);
    }

    private static JenkinsRule.WebClient browserOf(String user) {
        JenkinsRule.WebClient browser = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        return user == null ? browser : browser.withBasicCredentials(user);
    }

    private static String url(String type, String method) throws IOException {
        return jenkins.getURL() + "descriptorByName/io.jenkins.plugins.consistentbackup.config." + type + "/" + method;
    }
}
