package io.jenkins.plugins.consistentbackup.config;

import hudson.Util;
import java.io.Serializable;

/**
 * Which cluster and namespace a step means: one of the administrator's list by name, or, where that is allowed, one that
 * the step describes with the same words as {@code withKubeConfig}. A plain class, because steps are persisted.
 */
public final class ClusterChoice implements Serializable {
    private static final long serialVersionUID = 1L;

    private String cluster;
    private String namespace;
    private String serverUrl;
    private String caCertificate;
    private String credentialsId;
    private String contextName;

    public String getCluster() {
        return cluster;
    }

    public void setCluster(final String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    public String getNamespace() {
        return namespace;
    }

    public void setNamespace(final String namespace) {
        this.namespace = Util.fixEmptyAndTrim(namespace);
    }

    public String getServerUrl() {
        return serverUrl;
    }

    public void setServerUrl(final String serverUrl) {
        this.serverUrl = Util.fixEmptyAndTrim(serverUrl);
    }

    public String getCaCertificate() {
        return caCertificate;
    }

    public void setCaCertificate(final String caCertificate) {
        this.caCertificate = Util.fixEmptyAndTrim(caCertificate);
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    public void setCredentialsId(final String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    public String getContextName() {
        return contextName;
    }

    public void setContextName(final String contextName) {
        this.contextName = Util.fixEmptyAndTrim(contextName);
    }

    /** The same cluster, and another namespace. */
    public ClusterChoice in(final String otherNamespace) {
        ClusterChoice other = copy();
        other.setNamespace(otherNamespace);
        return other;
    }

    /** The same, with the cluster's name said. */
    public ClusterChoice named(final String name) {
        ClusterChoice other = copy();
        other.setCluster(name);
        return other;
    }

    private ClusterChoice copy() {
        ClusterChoice copy = new ClusterChoice();
        copy.cluster = cluster;
        copy.namespace = namespace;
        copy.serverUrl = serverUrl;
        copy.caCertificate = caCertificate;
        copy.credentialsId = credentialsId;
        copy.contextName = contextName;
        return copy;
    }

    /** Whether the step describes a cluster itself instead of naming one of the list. */
    public boolean describesItsOwn() {
        return serverUrl != null || caCertificate != null || credentialsId != null || contextName != null;
    }
}
