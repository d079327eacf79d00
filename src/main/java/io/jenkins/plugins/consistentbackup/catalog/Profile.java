package io.jenkins.plugins.consistentbackup.catalog;

/** How far the rights reach with which a set was made. */
public enum Profile {
    /** A Role in one namespace: drivers and bindings are taken from what the namespace shows. */
    NAMESPACE,
    /** A ClusterRole on top: volumes, classes and snapshot contents were read and checked. */
    CLUSTER
}
