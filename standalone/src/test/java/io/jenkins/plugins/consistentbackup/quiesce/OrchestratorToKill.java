package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An orchestrator in a virtual machine of its own, which holds a server until it is killed. */
final class OrchestratorToKill {
    private OrchestratorToKill() {}

    /** Arguments: kubeconfig file, server, id of the hold, deadline and heartbeat in ms. Prints the hold's age in ms. */
    public static void main(final String[] args) throws Exception {
        Cluster cluster = HeldServers.connect(Files.readString(Path.of(args[0])));
        HoldRequest request = HeldServers.request(
                HeldServers.Server.valueOf(args[1]),
                args[2],
                Duration.ofMillis(Long.parseLong(args[3])),
                Duration.ofMillis(Long.parseLong(args[4])));
        Hold hold = new ContainerQuiescer(cluster.exec(), Executors.newSingleThreadScheduledExecutor())
                .hold(request)
                .get(60, TimeUnit.SECONDS);
        System.out.println((System.nanoTime() - hold.sentNanos()) / 1_000_000);
        new CountDownLatch(1).await();
    }
}
