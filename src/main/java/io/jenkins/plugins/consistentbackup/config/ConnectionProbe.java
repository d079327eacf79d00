package io.jenkins.plugins.consistentbackup.config;

import hudson.util.FormValidation;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterAddress;
import io.jenkins.plugins.consistentbackup.cluster.ClusterConnection;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a cluster whether it lets somebody in, and whether it knows snapshots: the one thing a form can find out. */
final class ConnectionProbe {
    private static final long SECONDS = 20;

    private ConnectionProbe() {}

    /** Sends one request; whoever calls this has to have the right to send it anywhere. */
    static FormValidation of(final ClusterDefinition definition) {
        ClusterAddress address;
        try {
            address = ClusterCredentials.address(definition);
        } catch (ClusterRefusedException e) {
            return FormValidation.error(e.getMessage());
        }
        try (Cluster cluster = ClusterConnection.open(address)) {
            List<String> versions = cluster.servedVersions(Kind.SNAPSHOTS.group(), Kind.SNAPSHOTS.plural())
                    .get(SECONDS, TimeUnit.SECONDS);
            return versions.isEmpty()
                    ? FormValidation.error(Messages.ClusterDefinition_noSnapshots(address.server()))
                    : FormValidation.ok(Messages.ClusterDefinition_connected(address.server()));
        } catch (ClusterException e) {
            return FormValidation.error(e.getMessage());
        } catch (ExecutionException e) {
            return FormValidation.error(e.getCause().getMessage());
        } catch (TimeoutException e) {
            return FormValidation.error(Messages.ClusterDefinition_noAnswer(address.server(), SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.ClusterDefinition_interrupted());
        }
    }
}
