package io.jenkins.plugins.consistentbackup.config;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.model.Run;
import io.jenkins.plugins.consistentbackup.cluster.ClusterAddress;
import io.jenkins.plugins.consistentbackup.cluster.KubeconfigException;
import io.jenkins.plugins.consistentbackup.cluster.KubeconfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Turns credentials into the address of a cluster. A kubeconfig is read, never done: it may name programs and files,
 * and whoever may create a credential in a folder must not run or read them on the controller.
 */
final class ClusterCredentials {
    /** Where Kubernetes puts the service account of a pod. */
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private ClusterCredentials() {}

    /** A defined cluster, with credentials from the controller's own store. */
    static ClusterAddress address(final ClusterDefinition definition) throws ClusterRefusedException {
        ClusterDefinition entered = withItsCloud(definition);
        if (entered.isInCluster()) {
            return inCluster();
        }
        return address(
                "cluster '" + entered.getName() + "'",
                entered.getServerUrl(),
                entered.getCaCertificate(),
                entered.getContextName(),
                ofController(entered));
    }

    /** The definition itself, or, where it names a cloud, one with the address and credentials of that. */
    private static ClusterDefinition withItsCloud(final ClusterDefinition definition) throws ClusterRefusedException {
        if (definition.getCloud() == null) {
            return definition;
        }
        AgentCloud cloud = AgentClouds.findAnywhere(definition.getCloud())
                .orElseThrow(
                        () -> new ClusterRefusedException("cluster '" + definition.getName() + "' is that of cloud '"
                                + definition.getCloud()
                                + "', which does not exist; an administrator mends that in the global configuration"));
        ClusterDefinition entered = new ClusterDefinition(definition.getName());
        entered.setServerUrl(cloud.serverUrl());
        entered.setCaCertificate(cloud.caCertificate());
        entered.setCredentialsId(cloud.credentialsId());
        entered.setInCluster(cloud.serverUrl() == null && cloud.credentialsId() == null);
        return entered;
    }

    /** A cluster that a job describes itself, with credentials that this very job may use. */
    static ClusterAddress address(final ClusterChoice choice, final Run<?, ?> run) throws ClusterRefusedException {
        StandardCredentials credentials = CredentialsProvider.findCredentialById(
                choice.getCredentialsId(),
                StandardCredentials.class,
                run,
                URIRequirementBuilder.fromUri(choice.getServerUrl()).build());
        return address(
                "this step",
                choice.getServerUrl(),
                choice.getCaCertificate(),
                choice.getContextName(),
                Optional.ofNullable(credentials)
                        .map(found -> tracked(found, run))
                        .orElseThrow(() -> new ClusterRefusedException("there are no credentials with the id '"
                                + choice.getCredentialsId() + "' that this job may use")));
    }

    /** The credentials of a defined cluster, so that their use can be tracked; none for the one Jenkins runs in. */
    static Optional<StandardCredentials> find(final ClusterDefinition definition) throws ClusterRefusedException {
        ClusterDefinition entered = withItsCloud(definition);
        return ControllerCredentials.find(entered.getCredentialsId(), entered.getServerUrl());
    }

    private static StandardCredentials ofController(final ClusterDefinition definition) throws ClusterRefusedException {
        if (definition.getCredentialsId() == null) {
            throw new ClusterRefusedException("cluster '" + definition.getName()
                    + "' has no credentials; an administrator sets them in the global configuration");
        }
        return ControllerCredentials.find(definition.getCredentialsId(), definition.getServerUrl())
                .orElseThrow(() -> new ClusterRefusedException("the credentials of cluster '" + definition.getName()
                        + "' do not exist; an administrator mends that in the global configuration"));
    }

    private static ClusterAddress address(
            final String what,
            final String serverUrl,
            final String caCertificate,
            final String contextName,
            final StandardCredentials credentials)
            throws ClusterRefusedException {
        if (credentials instanceof StringCredentials token) {
            if (serverUrl == null) {
                throw new ClusterRefusedException(
                        what + " has a token, but no serverUrl: set it, or use a kubeconfig as secret file");
            }
            Optional<String> objection = ClusterAddress.objectionTo(serverUrl);
            if (objection.isPresent()) {
                throw new ClusterRefusedException(what + ": " + objection.get());
            }
            return ClusterAddress.withToken(
                    serverUrl,
                    Optional.ofNullable(caCertificate),
                    token.getSecret().getPlainText(),
                    "default");
        }
        if (credentials instanceof FileCredentials file) {
            return kubeconfig(what, serverUrl, caCertificate, contextName, file);
        }
        throw new ClusterRefusedException(what + " has credentials '" + credentials.getId()
                + "' of a kind that cannot enter a cluster; use secret text with a token, or a secret file with a"
                + " kubeconfig");
    }

    private static ClusterAddress kubeconfig(
            final String what,
            final String serverUrl,
            final String caCertificate,
            final String contextName,
            final FileCredentials file)
            throws ClusterRefusedException {
        if (serverUrl != null || caCertificate != null) {
            throw new ClusterRefusedException(what
                    + " has a kubeconfig, which says itself where the server is: leave serverUrl and caCertificate"
                    + " empty");
        }
        try {
            return KubeconfigReader.ofForeignText().read(ControllerCredentials.text(file), contextName);
        } catch (KubeconfigException e) {
            throw new ClusterRefusedException(what + ", credentials '" + file.getId() + "': " + e.getMessage());
        } catch (IOException e) {
            throw new ClusterRefusedException(what + ": the secret file '" + file.getId() + "' cannot be read");
        }
    }

    private static ClusterAddress inCluster() throws ClusterRefusedException {
        String host = System.getenv("KUBERNETES_SERVICE_HOST");
        String port = System.getenv("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            throw new ClusterRefusedException(
                    "Jenkins does not run in a cluster; give the server's URL and credentials");
        }
        try {
            return ClusterAddress.withToken(
                    "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port,
                    Optional.of(Files.readString(SERVICE_ACCOUNT.resolve("ca.crt"))),
                    Files.readString(SERVICE_ACCOUNT.resolve("token")).strip(),
                    "default");
        } catch (IOException e) {
            throw new ClusterRefusedException("the controller's pod has no service account token mounted");
        }
    }

    private static StandardCredentials tracked(final StandardCredentials credentials, final Run<?, ?> run) {
        CredentialsProvider.track(run, credentials);
        return credentials;
    }
}
