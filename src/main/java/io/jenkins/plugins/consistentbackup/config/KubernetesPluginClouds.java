package io.jenkins.plugins.consistentbackup.config;

import hudson.model.Item;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesFolderProperty;
import org.jenkinsci.plugins.variant.OptionalExtension;

/** The clouds of the Kubernetes plugin, where that is installed. */
@OptionalExtension(requirePlugins = "kubernetes")
public final class KubernetesPluginClouds implements AgentClouds {
    @Override
    public List<String> names() {
        return clouds().stream().map(cloud -> cloud.name).toList();
    }

    @Override
    public Optional<AgentCloud> find(final String name) {
        return clouds().stream()
                .filter(cloud -> cloud.name.equals(name))
                .findFirst()
                .map(KubernetesPluginClouds::described);
    }

    private static List<KubernetesCloud> clouds() {
        return Jenkins.get().clouds.getAll(KubernetesCloud.class);
    }

    private static AgentCloud described(final KubernetesCloud cloud) {
        return new AgentCloud(
                cloud.getServerUrl(),
                pem(cloud.getServerCertificate()),
                cloud.getCredentialsId(),
                item -> !cloud.isUsageRestricted() || permitted(cloud, item));
    }

    private static boolean permitted(final KubernetesCloud cloud, final Item item) {
        Set<String> permitted = new HashSet<>();
        KubernetesFolderProperty.collectAllowedClouds(permitted, item.getParent());
        return permitted.contains(cloud.name);
    }

    /** That plugin takes a certificate in PEM, and in the Base64 of that, as a kubeconfig has it. */
    private static String pem(final String certificate) {
        if (certificate == null || certificate.contains("-----BEGIN")) {
            return certificate;
        }
        try {
            return new String(Base64.getMimeDecoder().decode(certificate), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return certificate; // Whoever connects says what is wrong with it.
        }
    }
}
