package io.jenkins.plugins.consistentbackup.cluster;

import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import java.util.List;

/** A ServiceAccount whose rights are enforced: those that it was given, and no others. */
public final class LimitedAccount {
    private final EmbeddedCluster embedded;
    private final String namespace;
    private final String name;

    /** Creates the account, without any right. */
    public LimitedAccount(final EmbeddedCluster embedded, final String namespace, final String name) {
        this.embedded = embedded;
        this.namespace = namespace;
        this.name = name;
        embedded.applyYaml("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: %s, namespace: %s}
                """.formatted(name, namespace));
        bind(name);
    }

    /** From now on it has these rights, in place of those that it was given before. */
    public LimitedAccount withRights(final List<Right> rights) {
        embedded.applyYaml(RoleText.of(name, namespace, rights));
        return this;
    }

    /** From now on it also has what the Role and the ClusterRole of this name grant, if there are such. */
    public void bind(final String role) {
        String subject = "subjects: [{kind: ServiceAccount, name: %s, namespace: %s}]\n".formatted(name, namespace);
        embedded.applyYaml(
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: %1$s-%2$s, namespace: %3$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %2$s}
                """.formatted(name, role, namespace) + subject + "---\n" + """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: %1$s-%2$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %2$s}
                """.formatted(name, role) + subject);
    }

    public String kubeconfig() {
        return embedded.kubeconfigFor(namespace, name);
    }
}
