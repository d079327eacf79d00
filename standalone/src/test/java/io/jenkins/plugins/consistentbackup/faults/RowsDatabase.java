package io.jenkins.plugins.consistentbackup.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.StatefulSetManifest;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A database that is cheap enough for thousands of runs: one process that writes a row to a file on each of two volumes,
 * five times a second, unless it is locked. What it has acknowledged stands on a third volume, which plays the memory of
 * its clients and is never backed up. After a crash it drops a row that is on the first volume alone. Everything is read
 * from the volumes' directories, past container and API.
 */
public final class RowsDatabase {
    public static final List<String> CLAIMS = List.of("a-db-0", "b-db-0");
    static final String POD = "db-0";
    public static final String MEMORY = "memory-db-0";

    private static final String SERVER = """
        trap 'stop=1' TERM
        if [ -e /a/rows ] && [ "$(tail -n 1 /a/rows)" != "$(tail -n 1 /b/rows)" ]; then
          sed -i '$d' /a/rows
        fi
        read -r boot < /proc/sys/kernel/random/uuid
        n=0 stop=
        while [ -z "$stop" ]; do
          exec 9>> /a/lock
          if flock -s -n 9 && [ ! -e /a/held ]; then
            n=$((n + 1)) row=$boot.$n
            echo "$row" >> /a/rows && echo "$row" >> /b/rows && echo "$row" >> /memory/rows
          fi
          exec 9>&-
          sleep 0.2
        done
        """;

    /** A directory with the templates that hold it. */
    public static Path templates() {
        try {
            return Path.of(RowsDatabase.class.getResource("rows-session.yaml").toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private final EmbeddedCluster cluster;
    private final String namespace;
    /** Where the memory lies, once that is known: its claim is never replaced, and it is looked at all the time. */
    private volatile Path memory;

    public RowsDatabase(final EmbeddedCluster cluster, final String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    public void create() {
        cluster.store().createNamespace(namespace);
        cluster.applyYaml(StatefulSetManifest.of("db", "debian:12")
                .command("sh", "-c", SERVER)
                .gracePeriod(3)
                .volume("a", "/a")
                .volume("b", "/b")
                .volume("memory", "/memory")
                .text(namespace));
    }

    /** Every row whose writing was acknowledged. */
    public Set<String> acknowledged() {
        return new HashSet<>(liveRows(MEMORY));
    }

    /** The bytes of all acknowledged rows: grows as long as writes go through. */
    long acknowledgedBytes() {
        try {
            Path directory = memory == null ? liveFiles(MEMORY) : memory;
            long bytes = Files.size(directory.resolve("rows"));
            memory = directory;
            return bytes;
        } catch (IOException e) {
            return 0; // Not written yet.
        }
    }

    /** The rows in the volume that a claim is bound to now. */
    public List<String> liveRows(final String claim) {
        return rows(liveFiles(claim));
    }

    /** Whether somebody still holds the state lock. */
    boolean isHeld() {
        return Files.exists(liveFiles(CLAIMS.get(0)).resolve("held"));
    }

    private Path liveFiles(final String claim) {
        String handle = cluster.store()
                .find(ResourceType.PERSISTENT_VOLUME_CLAIM, namespace, claim)
                .map(found -> found.at("/spec/volumeName").asText())
                .flatMap(volume -> cluster.store().find(ResourceType.PERSISTENT_VOLUME, null, volume))
                .map(RowsDatabase::volumeHandle)
                .orElse("none");
        return cluster.files(handle);
    }

    /** Acknowledged rows of a claim that are in none of its copies. */
    public Set<String> lost(final String claim) {
        Set<String> lost = acknowledged();
        for (List<String> copy : copies(claim)) {
            lost = missing(lost, copy);
        }
        return lost;
    }

    /** The rows of each copy of a claim's data that can be reached through an object of the cluster. */
    private List<List<String>> copies(final String claim) {
        List<List<String>> copies = new ArrayList<>();
        for (ObjectNode volume : all(ResourceType.PERSISTENT_VOLUME, null)) {
            if (volume.at("/spec/claimRef/namespace").asText().equals(namespace)
                    && volume.at("/spec/claimRef/name").asText().equals(claim)) {
                copies.add(rows(cluster.files(volumeHandle(volume))));
            }
        }
        for (ObjectNode snapshot : all(ResourceType.VOLUME_SNAPSHOT, namespace)) {
            if (snapshot.at("/spec/source/persistentVolumeClaimName").asText().equals(claim)) {
                copies.add(snapshotRows(snapshot));
            }
        }
        return copies;
    }

    /** The rows in what a VolumeSnapshot is bound to; empty when it is bound to nothing. */
    List<String> snapshotRows(final ObjectNode snapshot) {
        return cluster.store()
                .find(
                        ResourceType.VOLUME_SNAPSHOT_CONTENT,
                        null,
                        snapshot.at("/status/boundVolumeSnapshotContentName").asText("none"))
                .map(content ->
                        rows(cluster.files(content.at("/status/snapshotHandle").asText("none"))))
                .orElse(List.of());
    }

    /** Removes the namespace and what stays when a namespace goes. Does not wait. */
    void remove() {
        new NamespaceEnd(cluster, namespace).begin();
    }

    List<ObjectNode> all(final ResourceType type, final String where) {
        return cluster.store().list(type, where, Selector.everything());
    }

    static Set<String> missing(final Set<String> wanted, final Iterable<String> found) {
        Set<String> missing = new TreeSet<>(wanted);
        found.forEach(missing::remove);
        return missing;
    }

    private static String volumeHandle(final ObjectNode volume) {
        return volume.at("/spec/csi/volumeHandle").asText("none");
    }

    private static List<String> rows(final Path files) {
        try {
            return Files.readAllLines(files.resolve("rows"));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
