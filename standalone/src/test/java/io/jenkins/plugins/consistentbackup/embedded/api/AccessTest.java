package io.jenkins.plugins.consistentbackup.embedded.api;

import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.NAMESPACE;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.configMap;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.consistentbackup.embedded.api.access.User;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Roles are enforced, in the words of Kubernetes, and reviews tell the same. */
@ExtendWith(ConformanceTable.class)
class AccessTest {

    private static final String RBAC = "kubernetes.io/docs/reference/access-authn-authz/rbac/";

    private ServedStore cluster;
    private KubernetesClient admin;
    private KubernetesClient jenkins;

    @BeforeEach
    void start() throws IOException {
        cluster = ServedStore.start();
        admin = cluster.admin();
        jenkins = cluster.clientOf(cluster.server().tokens().issue(User.serviceAccount(NAMESPACE, "jenkins")));
        admin.configMaps().resource(configMap("c", "k", "v")).create();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void grant(PolicyRule rule) {
        admin.rbac()
                .roles()
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName("backup")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withRules(rule)
                        .build())
                .create();
        admin.rbac()
                .roleBindings()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName("backup")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withName("jenkins")
                        .withNamespace(NAMESPACE)
                        .endSubject()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "backup")
                        .build())
                .create();
    }

    private static PolicyRule rule(String resource, String verb, String... names) {
        return new PolicyRuleBuilder()
                .withApiGroups("")
                .withResources(resource)
                .withVerbs(verb)
                .withResourceNames(names)
                .build();
    }

    @Test
    @Source(RBAC + "#referring-to-resources")
    void refusesWhatNoRoleAllows() {
        assertThatThrownBy(() -> jenkins.configMaps().withName("c").get())
                .hasMessageContaining(
                        "configmaps \"c\" is forbidden: User \"system:serviceaccount:shop:jenkins\" cannot"
                                + " get resource \"configmaps\" in API group \"\" in the namespace \"shop\"");
        assertThatThrownBy(() -> jenkins.persistentVolumes().list()).hasMessageContaining("at the cluster scope");
    }

    @Test
    @Source(RBAC + "#role-and-clusterrole")
    void allowsWhatARoleAllowsAndNothingElse() {
        grant(rule("configmaps", "get"));
        assertThat(jenkins.configMaps().withName("c").get()).isNotNull();
        assertThat(refusal(() -> jenkins.configMaps().list())).isEqualTo("403 Forbidden");
        assertThat(refusal(() -> jenkins.configMaps()
                        .inNamespace("default")
                        .withName("c")
                        .get()))
                .isEqualTo("403 Forbidden");
    }

    @Test
    @Source(RBAC + "#referring-to-resources (resourceNames)")
    void namesRestrictARule() {
        grant(rule("configmaps", "get", "c"));
        assertThat(jenkins.configMaps().withName("c").get()).isNotNull();
        assertThat(refusal(() -> jenkins.configMaps().withName("d").get())).isEqualTo("403 Forbidden");
    }

    private boolean may(String verb, String resource, String subresource) {
        return jenkins.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withNamespace(NAMESPACE)
                        .withVerb(verb)
                        .withResource(resource)
                        .withSubresource(subresource)
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed();
    }

    @Test
    @Source("kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access")
    void reviewsTellWhatRequestsMeet() {
        grant(rule("pods/exec", "create"));
        assertThat(may("create", "pods", "exec")).isTrue();
        assertThat(may("get", "pods", "exec")).isFalse();
        assertThat(may("create", "pods", null)).isFalse();
    }

    @Test
    @Source("kubernetes.io/docs/reference/access-authn-authz/authentication/")
    void unknownTokensAreUnauthorized() {
        assertThat(refusal(() -> cluster.clientOf("nobody's").configMaps().list()))
                .isEqualTo("401 Unauthorized");
    }

    @Test
    @Source(RBAC + "#default-roles-and-role-bindings (system:discovery)")
    void everybodyMayDiscover() {
        assertThat(jenkins.supports("apps/v1", "StatefulSet")).isTrue();
    }
}
