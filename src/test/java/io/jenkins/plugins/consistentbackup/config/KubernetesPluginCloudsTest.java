package io.jenkins.plugins.consistentbackup.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesFolderProperty;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Clusters that are clouds of the Kubernetes plugin. */
@Tag("jenkins")
@WithJenkins
class KubernetesPluginCloudsTest {
    private static final String URL = "https://10.0.0.1:6443";
    private static final String PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";

    private static JenkinsRule jenkins;
    private static FreeStyleBuild ofTeam;
    private static FreeStyleBuild ofOthers;

    private final ClusterChoice choice = new ClusterChoice();
    private final KubernetesCloud cloud = new KubernetesCloud("agents");
    private final ClusterDefinition definition = new ClusterDefinition("prod");
    private ClusterAccess access;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Folder team = rule.createProject(Folder.class, "team");
        KubernetesFolderProperty property = new KubernetesFolderProperty();
        property.setPermittedClouds(List.of("agents"));
        team.addProperty(property);
        Folder below = team.createProject(Folder.class, "apps");
        ofTeam = rule.buildAndAssertSuccess(below.createProject(FreeStyleProject.class, "deploy"));
        ofOthers = rule.buildAndAssertSuccess(rule.createFreeStyleProject("deploy"));
        Secrets.in(rule.jenkins).systemToken("cloud-token", "of-the-cloud").password("password");
    }

    @BeforeEach
    void oneCluster() {
        cloud.setServerUrl(URL);
        cloud.setServerCertificate(PEM);
        cloud.setCredentialsId("cloud-token");
        jenkins.jenkins.clouds.clear();
        jenkins.jenkins.clouds.add(cloud);
        definition.setCloud("agents");
        ConsistentBackupConfiguration.get().setClusters(List.of(definition));
        access = new ClusterAccess(ConsistentBackupConfiguration.get());
        choice.setNamespace("shop");
        choice.setCluster("prod");
    }

    @Test
    void addressAndCredentialsAreThoseOfTheCloud() throws Exception {
        definition.setServerUrl("https://ignored.example");
        assertThat(access.grant(choice, ofOthers).address().server()).isEqualTo(URL);
        assertThat(access.grant(choice, ofOthers).address().token()).contains("of-the-cloud");
        assertThat(access.grant(choice, ofOthers).address().authority()).contains(PEM);
        assertThat(access.grant(choice, ofOthers).address().insecure()).isFalse();
        assertThat(CredentialsProvider.getOrCreateFingerprintOf(
                                ClusterCredentials.find(definition).orElseThrow())
                        .getUsages())
                .containsKey("deploy");
    }

    @Test
    void certificateMayBeInBase64() throws Exception {
        cloud.setServerCertificate(Base64.getEncoder().encodeToString(PEM.getBytes(StandardCharsets.UTF_8)));
        assertThat(access.grant(choice, ofOthers).address().authority()).contains(PEM);
        cloud.setServerCertificate("wrong");
        assertThat(access.grant(choice, ofOthers).address().authority()).contains("wrong");
    }

    @Test
    void certificateIsCheckedEvenIfTheCloudDoesNot() throws Exception {
        cloud.setSkipTlsVerify(true);
        assertThat(access.grant(choice, ofOthers).address().insecure()).isFalse();
    }

    @Test
    void restrictedCloudIsForItsFoldersAlone() throws Exception {
        cloud.setUsageRestricted(true);
        assertThat(access.grant(choice, ofTeam).cluster()).contains("prod");
        assertThat(access.names(ofTeam.getParent())).containsExactly("prod");
        assertThat(access.names(ofOthers.getParent())).isEmpty();
        assertThatThrownBy(() -> access.grant(choice, ofOthers))
                .hasMessageContaining("there is no cluster 'prod' that this job may use");
        definition.setFolders("elsewhere");
        assertThatThrownBy(() -> access.grant(choice, ofTeam))
                .hasMessageContaining("there is no cluster 'prod' that this job may use");
        assertThat(access.grantForCleanUp(choice, null).cluster()).contains("prod");
    }

    @Test
    void cloudThatIsGoneOpensNothing() {
        jenkins.jenkins.clouds.clear();
        assertThatThrownBy(() -> access.grant(choice, ofTeam)).hasMessageContaining("no cluster 'prod'");
        assertThatThrownBy(() -> access.grantForCleanUp(choice, null))
                .hasMessageContaining("cloud 'agents', which does not exist");
    }

    @Test
    void cloudWithoutAddressIsTheClusterThatJenkinsRunsIn() {
        cloud.setServerUrl(null);
        cloud.setCredentialsId(null);
        assertThatThrownBy(() -> access.grant(choice, ofTeam))
                .hasMessageContaining("Jenkins does not run in a cluster");
    }

    @Test
    void credentialsOfAKindThatOnlyAgentsUseAreRefused() {
        cloud.setCredentialsId("password");
        assertThatThrownBy(() -> access.grant(choice, ofTeam))
                .hasMessageContaining("of a kind that cannot enter a cluster");
    }

    @Test
    void formListsCloudsAndTriesThem() {
        ClusterDefinition.DescriptorImpl form =
                jenkins.jenkins.getDescriptorByType(ClusterDefinition.DescriptorImpl.class);
        assertThat(values(form.doFillCloudItems(""))).containsExactly("", "agents");
        assertThat(values(form.doFillCloudItems("gone"))).containsExactly("", "agents", "gone");
        FormValidation tried = form.doTestConnection("prod", "gone", "", "", "", "", false);
        assertThat(tried.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(tried.getMessage()).contains("which does not exist");
    }

    private static List<String> values(ListBoxModel model) {
        return model.stream().map(option -> option.value).toList();
    }
}
