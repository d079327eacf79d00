package io.jenkins.plugins.consistentbackup.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.consistentbackup.config.ClusterAccess.Granted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
class ClusterAccessTest {
    private static final String URL = "https://10.0.0.1:6443";

    private static JenkinsRule jenkins;
    private static FreeStyleBuild ofTeam;
    private static FreeStyleBuild ofOthers;

    private final ClusterChoice choice = new ClusterChoice();
    private ConsistentBackupConfiguration configuration;
    private ClusterAccess access;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Folder team = rule.createProject(Folder.class, "team");
        Folder others = rule.createProject(Folder.class, "team-b");
        ofTeam = rule.buildAndAssertSuccess(team.createProject(FreeStyleProject.class, "deploy"));
        ofOthers = rule.buildAndAssertSuccess(others.createProject(FreeStyleProject.class, "deploy"));
        Secrets.in(rule.jenkins)
                .token("shared-token", "s")
                .systemToken("system-token", "s")
                .password("password");
        Secrets.in(team).token("team-token", "t");
    }

    @BeforeEach
    void twoClusters() {
        configuration = ConsistentBackupConfiguration.get();
        access = new ClusterAccess(configuration);
        ClusterDefinition open = definition("public", null);
        open.setNamespaces("shop, team-*");
        open.setAtomicDrivers("ebs.csi.aws.com");
        configuration.setClusters(List.of(open, definition("secret", "team")));
        configuration.setOtherClustersAllowed(false);
        configuration.setRules(List.of());
        choice.setNamespace("shop");
    }

    private static ClusterDefinition definition(String name, String folders) {
        ClusterDefinition definition = new ClusterDefinition(name);
        definition.setServerUrl(URL);
        definition.setCredentialsId("system-token");
        definition.setFolders(folders);
        return definition;
    }

    @Test
    void grantsAClusterByName() throws Exception {
        choice.setCluster("public");
        Granted granted = access.grant(choice, ofOthers);
        assertThat(granted.cluster()).contains("public");
        assertThat(granted.address().server()).isEqualTo(URL);
        assertThat(granted.address().token()).contains("s");
        assertThat(granted.address().insecure()).isFalse();
        assertThat(granted.atomicDrivers().contains("ebs.csi.aws.com")).isTrue();
        assertThat(granted).asString().doesNotContain("token");
    }

    @Test
    void remembersWhoUsedTheCredentials() throws Exception {
        choice.setCluster("public");
        access.grant(choice, ofTeam);
        StandardCredentials credentials =
                ClusterCredentials.find(definition("public", null)).orElseThrow();
        assertThat(CredentialsProvider.getOrCreateFingerprintOf(credentials).getUsages())
                .containsKey("team/deploy");
    }

    @Test
    void opensAClusterToItsFoldersAlone() throws Exception {
        choice.setCluster("secret");
        assertThat(access.grant(choice, ofTeam).cluster()).contains("secret");
        assertThat(access.names(ofTeam.getParent())).containsExactly("public", "secret");
        assertThat(access.names(ofOthers.getParent())).containsExactly("public");
        assertThat(access.names(null)).isEmpty();
    }

    @Test
    void clusterOfOthersLooksLikeOneThatDoesNotExist() {
        choice.setCluster("secret");
        String forbidden = refusal(ofOthers);
        choice.setCluster("nosuch");
        assertThat(refusal(ofOthers).replace("nosuch", "secret")).isEqualTo(forbidden);
        assertThat(forbidden)
                .contains("there is no cluster 'secret' that this job may use")
                .doesNotContain("public");
    }

    @Test
    void onlyClusterNeedsNoName() throws Exception {
        assertThat(access.grant(choice, ofOthers).cluster()).contains("public");
        assertThat(refusal(ofTeam)).isEqualTo("name the cluster: cluster: 'public' or 'secret'");
        configuration.setClusters(List.of(definition("secret", "team")));
        assertThat(refusal(ofOthers))
                .contains("no cluster is set up for this job")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"shop, true", "team-a, true", "kube-system, false", "shop-2, false"})
    void namespacesAreLimited(String namespace, boolean open) throws Exception {
        choice.setCluster("public");
        choice.setNamespace(namespace);
        if (open) {
            assertThat(access.grant(choice, ofTeam)).isNotNull();
        } else {
            assertThat(refusal(ofTeam))
                    .contains("namespace '" + namespace + "' of cluster 'public' is not open to jobs");
        }
    }

    @Test
    void ruleOpensANamespaceToItsFoldersAlone() throws Exception {
        RuleDefinition teams = new RuleDefinition("teams");
        teams.setNamespaces("shop");
        teams.setOnlyFolders("team");
        configuration.setRules(List.of(teams));
        configuration.setOtherClustersAllowed(true);
        choice.setCluster("public");
        String closed = "rule 'teams' of the operators: namespace shop is open to jobs of team alone";

        assertThat(access.grant(choice, ofTeam)).isNotNull();
        assertThat(refusal(ofOthers)).isEqualTo(closed);
        choice.setCluster(null);
        choice.setServerUrl(URL);
        choice.setCredentialsId("shared-token");
        assertThat(access.grant(choice, ofTeam)).isNotNull();
        assertThat(refusal(ofOthers)).as("a cluster of its own").isEqualTo(closed);
        choice.setNamespace("team-b");
        assertThat(access.grant(choice, ofOthers)).isNotNull();
    }

    @Test
    void namespaceMustBeNamed() {
        choice.setNamespace(" ");
        assertThat(refusal(ofTeam)).contains("name the namespace");
    }

    @Test
    void clusterIsNamedOrDescribedNotBoth() {
        configuration.setOtherClustersAllowed(true);
        choice.setCluster("public");
        choice.setServerUrl("https://evil.example");
        assertThat(refusal(ofTeam)).contains("not both");
    }

    @Test
    void clustersOutsideTheListAreOffByDefault() {
        choice.setServerUrl(URL);
        choice.setCredentialsId("shared-token");
        assertThat(refusal(ofTeam)).contains("clusters outside the administrator's list are not allowed here");
    }

    @Test
    void ownClusterIsEnteredWithCredentialsOfTheJob() throws Exception {
        configuration.setOtherClustersAllowed(true);
        choice.setServerUrl(URL);
        assertThat(refusal(ofTeam)).contains("needs credentialsId");
        choice.setCredentialsId("team-token");
        assertThat(access.grant(choice, ofTeam).address().token()).contains("t");
        assertThat(access.grant(choice, ofTeam).atomicDrivers().names()).isEmpty();
        assertThat(refusal(ofOthers)).contains("no credentials with the id 'team-token' that this job may use");
        choice.setCredentialsId("system-token");
        assertThat(refusal(ofTeam)).contains("no credentials with the id 'system-token' that this job may use");
        choice.setCredentialsId("password");
        assertThat(refusal(ofTeam)).contains("of a kind that cannot enter a cluster");
    }

    @Test
    void credentialsOfAFolderAreNotThoseOfAnAdministratorsCluster() {
        ClusterDefinition definition = definition("public", null);
        definition.setCredentialsId("team-token");
        configuration.setClusters(List.of(definition));
        assertThat(refusal(ofTeam)).contains("the credentials of cluster 'public' do not exist");
    }

    @Test
    void kubeconfigOfAJobRunsAndReadsNothing(@TempDir Path folder) throws Exception {
        configuration.setOtherClustersAllowed(true);
        Path proof = folder.resolve("ran");
        Path file = Files.writeString(folder.resolve("token"), "a-token-of-the-controller");
        refusedKubeconfig(
                "exec", "exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: ['" + proof + "']}");
        refusedKubeconfig("auth-provider", "auth-provider: {name: gcp, config: {cmd-path: /usr/bin/touch}}");
        refusedKubeconfig("tokenFile", "tokenFile: " + file);
        refusedKubeconfig("client-certificate", "client-certificate: " + file);
        refusedKubeconfig("client-key", "client-key: " + file);
        assertThat(proof).doesNotExist();
        refusedCluster("certificate-authority", "certificate-authority: " + file);
        refusedCluster("proxy-url", "proxy-url: http://127.0.0.1:1");
        refusedCluster("insecure-skip-tls-verify", "insecure-skip-tls-verify: true");
    }

    @Test
    void noWayToNameAServerLeadsPastTls() throws Exception {
        String plain = "http://k8s.example:8080";
        ClusterDefinition listed = definition("public", null);
        listed.setServerUrl(plain);
        ClusterDefinition ofCloud = new ClusterDefinition("agents");
        ofCloud.setCloud("plain");
        KubernetesCloud cloud = new KubernetesCloud("plain");
        cloud.setServerUrl(plain);
        cloud.setCredentialsId("shared-token");
        jenkins.jenkins.clouds.add(cloud);
        configuration.setClusters(List.of(listed, ofCloud));
        configuration.setOtherClustersAllowed(true);
        choice.setCluster("public");
        assertThat(refusal(ofTeam)).contains("cluster 'public': the server's URL begins with http://");
        assertThatThrownBy(() -> access.grantForCleanUp(choice, null)).hasMessageContaining("begins with http://");
        choice.setCluster("agents");
        assertThat(refusal(ofTeam)).contains("cluster 'agents': the server's URL begins with http://");
        choice.setCluster(null);
        choice.setServerUrl(plain);
        choice.setCredentialsId("team-token");
        assertThat(refusal(ofTeam)).contains("this step: the server's URL begins with http://");
        choice.setServerUrl(null);
        refused("begins with http://", "server: " + plain, "token: t");
    }

    @Test
    void cleanUpNeedsNoBuildButAClusterOfTheList() throws Exception {
        choice.setCluster("secret");
        assertThat(access.grantForCleanUp(choice, null).cluster()).contains("secret");
        choice.setCluster("gone");
        assertThatThrownBy(() -> access.grantForCleanUp(choice, null))
                .hasMessageContaining("no cluster 'gone' in the list");
        choice.setCluster(null);
        assertThatThrownBy(() -> access.grantForCleanUp(choice, null)).hasMessageContaining("the list has 2");
        choice.setCredentialsId("shared-token");
        assertThatThrownBy(() -> access.grantForCleanUp(choice, null)).hasMessageContaining("the build is gone");
        RuleDefinition closed = new RuleDefinition("closed");
        closed.setOnlyFolders("team-b");
        configuration.setRules(List.of(closed));
        assertThat(refusal(ofTeam)).contains("not allowed here");
        choice.setServerUrl(URL);
        assertThat(access.grantForCleanUp(choice, ofTeam).address().server())
                .as("what was begun has to be let go, whatever is allowed by now")
                .isEqualTo(URL);
    }

    private void refusedKubeconfig(String entry, String ofUser) throws Exception {
        refused(entry, "server: " + URL, ofUser);
    }

    private void refusedCluster(String entry, String ofCluster) throws Exception {
        refused(entry, "server: " + URL + "\n    " + ofCluster, "token: t");
    }

    private void refused(String entry, String ofCluster, String ofUser) throws Exception {
        String id = "kubeconfig-" + entry;
        Secrets.in(jenkins.jenkins).kubeconfig(id, """
            apiVersion: v1
            kind: Config
            clusters:
            - name: c
              cluster:
                %s
            users:
            - name: u
              user:
                %s
            contexts:
            - name: x
              context: {cluster: c, user: u}
            current-context: x
            """.formatted(ofCluster, ofUser));
        choice.setCredentialsId(id);
        assertThat(refusal(ofTeam)).contains(id, entry).doesNotContain("a-token-of-the-controller");
    }

    private String refusal(FreeStyleBuild build) {
        try {
            access.grant(choice, build);
            return "granted";
        } catch (ClusterRefusedException e) {
            return e.getMessage();
        }
    }
}
