package io.jenkins.plugins.consistentbackup.demo;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.consistentbackup.demo.Shop.Server;
import io.jenkins.plugins.consistentbackup.demo.load.CutWindow;
import io.jenkins.plugins.consistentbackup.demo.load.RestoredData;
import io.jenkins.plugins.consistentbackup.demo.load.ShopDatabase;
import io.jenkins.plugins.consistentbackup.demo.load.Verdict;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The counter-proof: snapshots of the same volumes as anybody would take them with kubectl, one after the other, while
 * nothing is held; and pods that try to start on copies of them.
 */
final class PlainSnapshots {
    private static final Duration CUT_LIMIT = Duration.ofSeconds(30);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration REMOVAL_LIMIT = Duration.ofSeconds(30);

    /** What a snapshot controller at its default of five requests a second leaves between volumes, when it is busy. */
    private static final Duration SKEW = Duration.ofSeconds(3);

    private static final String SNAPSHOT = """
            apiVersion: snapshot.storage.k8s.io/v1
            kind: VolumeSnapshot
            metadata: {name: plain-%1$s, namespace: shop}
            spec: {source: {persistentVolumeClaimName: %1$s}}
            """;

    private final EmbeddedCluster cluster;
    private final KubernetesClient client;
    private final Shop shop;

    PlainSnapshots(EmbeddedCluster cluster, KubernetesClient client, Shop shop) {
        this.cluster = cluster;
        this.client = client;
        this.shop = shop;
    }

    /** Takes the snapshots, starts pods on copies of them, judges what is in them, and removes it all. */
    List<Verdict> judge() throws InterruptedException {
        CutWindow window = cut();
        cluster.applyYaml(shop.ofServers(Resources.text("copies.yaml")));
        List<Verdict> verdicts = new ArrayList<>();
        for (Server server : shop.servers()) {
            verdicts.add(Verdict.of(started(server), shop.records(server), window));
        }
        remove();
        return verdicts;
    }

    private CutWindow cut() throws InterruptedException {
        long first = System.nanoTime();
        for (String claim : claims()) {
            if (!claim.equals(claims().get(0))) {
                LockSupport.parkNanos(SKEW.toNanos());
            }
            cluster.applyYaml(SNAPSHOT.formatted(claim));
            Polling.until(CUT_LIMIT, () -> snapshot(claim).filter(this::isReady))
                    .orElseThrow(() -> new DemoException("the snapshot of " + claim + " is not ready"));
        }
        return new CutWindow(first, System.nanoTime());
    }

    private List<String> claims() {
        List<String> claims = new ArrayList<>();
        if (shop.servers().contains(Server.POSTGRES)) {
            claims.add("wal-postgres-0");
            claims.add("data-postgres-0");
        }
        claims.add("data-mariadb-0");
        return claims;
    }

    private Optional<GenericKubernetesResource> snapshot(String claim) {
        return Optional.ofNullable(client.genericKubernetesResources("snapshot.storage.k8s.io/v1", "VolumeSnapshot")
                .inNamespace(Shop.NAMESPACE)
                .withName("plain-" + claim)
                .get());
    }

    private boolean isReady(GenericKubernetesResource snapshot) {
        return Boolean.TRUE.equals(snapshot.get("status", "readyToUse"));
    }

    private RestoredData started(Server server) throws InterruptedException {
        Polling.Question<RestoredData> question = () -> failure(server)
                .map(why -> RestoredData.notStarted(server.title, why))
                .or(() -> shop.connectable(server, server.copy()).map(ShopDatabase::read));
        return Polling.until(START_LIMIT, question)
                .orElseGet(() -> RestoredData.notStarted(
                        server.title, "no connection within " + START_LIMIT.toSeconds() + " s"));
    }

    /** Why the pod ended, if it did: what the server said last that sounds like a reason. */
    private Optional<String> failure(Server server) {
        Pod pod = client.pods()
                .inNamespace(Shop.NAMESPACE)
                .withName(server.copy())
                .get();
        if (pod == null || !"Failed".equals(pod.getStatus().getPhase())) {
            return Optional.empty();
        }
        try {
            String log = client.pods()
                    .inNamespace(Shop.NAMESPACE)
                    .withName(server.copy())
                    .getLog();
            return Optional.of(log.lines()
                    .filter(line -> line.matches(".*(FATAL|PANIC|ERROR).*"))
                    // What our own asking was answered.
                    .filter(line -> !line.contains("the database system is"))
                    .map(line -> line.replaceFirst(".*?(FATAL|PANIC|ERROR)", "$1"))
                    .findFirst()
                    .orElse("it ended, and its log does not say why"));
        } catch (KubernetesClientException e) {
            return Optional.of("it ended, and its log cannot be read: " + e.getMessage());
        }
    }

    /** The namespace must be as before: a backup of it would otherwise find the copies. */
    private void remove() throws InterruptedException {
        for (Server server : shop.servers()) {
            client.pods()
                    .inNamespace(Shop.NAMESPACE)
                    .withName(server.copy())
                    .withGracePeriod(0)
                    .delete();
        }
        for (String claim : claims()) {
            client.persistentVolumeClaims()
                    .inNamespace(Shop.NAMESPACE)
                    .withName("copy-" + claim)
                    .delete();
            client.genericKubernetesResources("snapshot.storage.k8s.io/v1", "VolumeSnapshot")
                    .inNamespace(Shop.NAMESPACE)
                    .withName("plain-" + claim)
                    .delete();
        }
        Polling.until(
                REMOVAL_LIMIT,
                () -> claims().stream()
                                .allMatch(claim -> client.persistentVolumeClaims()
                                                .inNamespace(Shop.NAMESPACE)
                                                .withName("copy-" + claim)
                                                .get()
                                        == null)
                        ? Optional.of(true)
                        : Optional.empty());
    }
}
