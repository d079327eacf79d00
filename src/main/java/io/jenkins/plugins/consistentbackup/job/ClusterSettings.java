package io.jenkins.plugins.consistentbackup.job;

import hudson.EnvVars;
import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import java.io.Serializable;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Where a build step works: the parameters that all of them share.
 *
 * @param <T> the settings themselves
 */
public abstract class ClusterSettings<T extends ClusterSettings<T>> extends AbstractDescribableImpl<T>
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ClusterChoice choice = new ClusterChoice();

    protected ClusterSettings(final String namespace) {
        choice.setNamespace(namespace);
    }

    /** The cluster and namespace that are meant. */
    public final ClusterChoice choice() {
        return choice;
    }

    public final String getNamespace() {
        return choice.getNamespace();
    }

    /** @throws IllegalArgumentException when none was named */
    final String requireNamespace() {
        if (choice.getNamespace() == null) {
            throw new IllegalArgumentException("name the namespace: namespace: 'shop'");
        }
        return choice.getNamespace();
    }

    public final String getCluster() {
        return choice.getCluster();
    }

    @DataBoundSetter
    public final void setCluster(final String cluster) {
        choice.setCluster(cluster);
    }

    public final String getServerUrl() {
        return choice.getServerUrl();
    }

    @DataBoundSetter
    public final void setServerUrl(final String serverUrl) {
        choice.setServerUrl(serverUrl);
    }

    public final String getCaCertificate() {
        return choice.getCaCertificate();
    }

    @DataBoundSetter
    public final void setCaCertificate(final String caCertificate) {
        choice.setCaCertificate(caCertificate);
    }

    public final String getCredentialsId() {
        return choice.getCredentialsId();
    }

    @DataBoundSetter
    public final void setCredentialsId(final String credentialsId) {
        choice.setCredentialsId(credentialsId);
    }

    public final String getContextName() {
        return choice.getContextName();
    }

    @DataBoundSetter
    public final void setContextName(final String contextName) {
        choice.setContextName(contextName);
    }

    /** Gives other settings the same cluster, with a freestyle build's variables put in. */
    final void copyClusterTo(final ClusterSettings<T> other, final EnvVars variables) {
        other.setCluster(variables.expand(getCluster()));
        other.setServerUrl(variables.expand(getServerUrl()));
        other.setCaCertificate(getCaCertificate());
        other.setCredentialsId(variables.expand(getCredentialsId()));
        other.setContextName(variables.expand(getContextName()));
    }
}
