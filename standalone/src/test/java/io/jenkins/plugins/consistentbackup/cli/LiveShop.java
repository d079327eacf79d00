package io.jenkins.plugins.consistentbackup.cli;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.backup.ShopCluster;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A cluster as a user of the command has it before him: a kubeconfig in a file, and pods with files and databases. */
final class LiveShop implements AutoCloseable {
    /** Sets of plain files claim no more than this. */
    static final String[] FILES = {"--template", "files", "--level", "filesystem"};

    private final ShopCluster cluster = new ShopCluster();
    private final Path folder;
    private final Path kubeconfig;

    /** @param folder for kubeconfigs */
    LiveShop(final Path folder) {
        this.folder = folder;
        kubeconfig = folder.resolve("kubeconfig");
        cluster.embedded().writeKubeconfig(kubeconfig);
    }

    ShopCluster cluster() {
        return cluster;
    }

    EmbeddedCluster embedded() {
        return cluster.embedded();
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    /** A namespace with one pod that keeps files. */
    void files(final String namespace) throws Exception {
        cluster.namespace(namespace);
        cluster.files(namespace, "web");
    }

    /**
     * A namespace with one pod that belongs to no workload and keeps files. Does not wait for it.
     *
     * @param field one more of its container's fields, a line of YAML
     */
    void pod(final String namespace, final String name, final String storageClass, final String field) {
        cluster.namespace(namespace);
        embedded().applyYaml("""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data, namespace: %1$s}
            spec: {storageClassName: %3$s, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: %2$s, namespace: %1$s}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: main
                image: debian:12
                command: [/usr/bin/sleep, '1000']
                volumeMounts: [{name: data, mountPath: /data}]
                %4$s
              volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
            """.formatted(namespace, name, storageClass, field));
    }

    /** Runs a command on a namespace as an administrator. */
    CommandLineRun run(final String command, final String namespace, final String... more) {
        return runAs(kubeconfig, command, namespace, more);
    }

    CommandLineRun runAs(final Path as, final String command, final String namespace, final String... more) {
        return CommandLineRun.of(line(as, command, namespace, more).toArray(String[]::new));
    }

    static List<String> line(final Path as, final String command, final String namespace, final String... more) {
        List<String> line = new ArrayList<>(
                List.of(command, "--kubeconfig", as.toString(), "-n", namespace, "--atomic-driver", Storage.ATOMIC));
        line.addAll(List.of(more));
        return line;
    }

    /** The kubeconfig of a ServiceAccount, in a file. */
    Path kubeconfigFor(final String namespace, final String account) {
        try {
            return Files.writeString(
                    folder.resolve(namespace + "-" + account), embedded().kubeconfigFor(namespace, account));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids of a namespace's sets that can be restored. */
    List<String> sets(final String namespace) throws Exception {
        return await(cluster.catalog().list(namespace)).stream()
                .filter(BackupSet::usable)
                .map(set -> set.id().toString())
                .toList();
    }

    /** Puts a word into the file of a pod that {@link #files} made. */
    void word(final String namespace, final String word) throws Exception {
        assertThat(cluster.run(namespace, "web-0", "echo " + word + " > /data/word; sync")
                        .exitCode())
                .isZero();
    }

    /** The word in that file. */
    String word(final String namespace) throws Exception {
        return String.join(
                " ", cluster.run(namespace, "web-0", "cat /data/word").lines());
    }

    /** Runs statements in the MariaDB of the pod {@code maria-0}. */
    ContainerScripts.Output sql(final String namespace, final String statements) throws Exception {
        return cluster.run(
                namespace,
                "maria-0",
                "MYSQL_PWD=\"$MARIADB_ROOT_PASSWORD\" mariadb -uroot shop -e '" + statements + "'");
    }

    /** What a run in a namespace might leave behind, by kind and name; held Leases with their holder. */
    List<String> traces(final String namespace) throws Exception {
        List<String> traces = new ArrayList<>();
        cluster.snapshots(namespace)
                .forEach(found -> traces.add("snapshot " + found.getMetadata().getName()));
        await(cluster.catalog().list(namespace)).forEach(set -> traces.add("set " + set.id() + " " + set.state()));
        for (var map : embedded().store().list(ResourceType.CONFIG_MAP, namespace, Selector.everything())) {
            traces.add("ConfigMap " + map.path("metadata").path("name").asText());
        }
        for (var lease : embedded().store().list(ResourceType.LEASE, namespace, Selector.everything())) {
            String holder = lease.path("spec").path("holderIdentity").asText("");
            if (!holder.isEmpty()) {
                traces.add("Lease of " + holder);
            }
        }
        return traces;
    }

    /** As if the time of a dead holder's Lease had passed: it is free when it does not change for as long as it says. */
    void shortenLease(final String namespace) {
        embedded().applyYaml("""
            apiVersion: coordination.k8s.io/v1
            kind: Lease
            metadata: {name: consistent-backup, namespace: %s}
            spec: {leaseDurationSeconds: 1}
            """.formatted(namespace));
    }

    /** The driver works as at the start again. */
    void heal() {
        embedded().driver(Storage.ATOMIC).settings().reset();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
