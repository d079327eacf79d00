package io.jenkins.plugins.consistentbackup.pipeline;

import io.jenkins.plugins.consistentbackup.job.ClusterSettings;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A step that works in a cluster, with the parameters that say in which.
 *
 * @param <T> its parameters
 */
public abstract class ClusterStep<T extends ClusterSettings<T>> extends Step {
    private final T settings;

    ClusterStep(final T settings) {
        this.settings = settings;
    }

    final T settings() {
        return settings;
    }

    public final String getNamespace() {
        return settings.getNamespace();
    }

    public final String getCluster() {
        return settings.getCluster();
    }

    @DataBoundSetter
    public final void setCluster(final String cluster) {
        settings.setCluster(cluster);
    }

    public final String getServerUrl() {
        return settings.getServerUrl();
    }

    @DataBoundSetter
    public final void setServerUrl(final String serverUrl) {
        settings.setServerUrl(serverUrl);
    }

    public final String getCaCertificate() {
        return settings.getCaCertificate();
    }

    @DataBoundSetter
    public final void setCaCertificate(final String caCertificate) {
        settings.setCaCertificate(caCertificate);
    }

    public final String getCredentialsId() {
        return settings.getCredentialsId();
    }

    @DataBoundSetter
    public final void setCredentialsId(final String credentialsId) {
        settings.setCredentialsId(credentialsId);
    }

    public final String getContextName() {
        return settings.getContextName();
    }

    @DataBoundSetter
    public final void setContextName(final String contextName) {
        settings.setContextName(contextName);
    }
}
