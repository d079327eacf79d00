package io.jenkins.plugins.consistentbackup.restore;

import java.util.Locale;

/** How far the rights reach that a restore works with. */
public enum RightsProfile {
    /** A Role in one namespace: what is replaced is kept as cold snapshots. */
    NAMESPACE,
    /** A ClusterRole on top: what is replaced is kept as volumes, and copies into other namespaces are possible. */
    CLUSTER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
