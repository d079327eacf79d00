package io.jenkins.plugins.consistentbackup.job;

import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterAddress;
import io.jenkins.plugins.consistentbackup.cluster.ClusterConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Connections to clusters, one for all who enter the same cluster as the same identity; closed by the last of them. */
final class SharedConnections {
    private final Function<ClusterAddress, Cluster> opener;
    private final Map<ClusterAddress, Shared> open = new HashMap<>();

    SharedConnections() {
        this(ClusterConnection::open);
    }

    SharedConnections(final Function<ClusterAddress, Cluster> opener) {
        this.opener = opener;
    }

    /** A connection that is used until its user closes it. */
    synchronized Use use(final ClusterAddress address) {
        Shared shared = open.computeIfAbsent(address, where -> new Shared(opener.apply(where)));
        shared.users++;
        return new Use(address, shared);
    }

    /** Cuts all connections, whoever uses them. */
    synchronized void closeAll() {
        open.values().forEach(shared -> shared.cluster.close());
        open.clear();
    }

    private synchronized void leave(final ClusterAddress address, final Shared shared) {
        shared.users--;
        if (shared.users == 0 && open.remove(address, shared)) {
            shared.cluster.close();
        }
    }

    private static final class Shared {
        private final Cluster cluster;
        private int users;

        Shared(final Cluster cluster) {
            this.cluster = cluster;
        }
    }

    /** One user's share in a connection. */
    final class Use implements AutoCloseable {
        private final ClusterAddress address;
        private final Shared shared;
        private boolean left;

        private Use(final ClusterAddress address, final Shared shared) {
            this.address = address;
            this.shared = shared;
        }

        Cluster cluster() {
            return shared.cluster;
        }

        /** Can be called more than once. */
        @Override
        public void close() {
            synchronized (SharedConnections.this) {
                if (!left) {
                    left = true;
                    leave(address, shared);
                }
            }
        }
    }
}
