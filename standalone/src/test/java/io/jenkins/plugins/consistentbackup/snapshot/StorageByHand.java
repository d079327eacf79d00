package io.jenkins.plugins.consistentbackup.snapshot;

import static io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType.PERSISTENT_VOLUME_CLAIM;
import static io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType.VOLUME_GROUP_SNAPSHOT;
import static io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType.VOLUME_SNAPSHOT;
import static io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType.VOLUME_SNAPSHOT_CONTENT;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterConnection;
import io.jenkins.plugins.consistentbackup.cluster.KubeconfigReader;
import io.jenkins.plugins.consistentbackup.embedded.api.ApiServer;
import io.jenkins.plugins.consistentbackup.embedded.api.ApiServerOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ChangeEvent;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.jenkins.plugins.consistentbackup.embedded.api.store.WriteContext;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A real API server in front of a storage that does what the test tells it: nothing else can show a cut that comes
 * after its error, or a binding to somebody else's content.
 */
public final class StorageByHand implements AutoCloseable {
    public static final String NAMESPACE = "shop";
    public static final String CREATED = "2026-01-02T03:04:05Z";

    private static final WriteContext TEST = WriteContext.of("storage");
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final ObjectStore store = new ObjectStore();
    private final ApiServer server;
    private final Cluster cluster;

    public StorageByHand() throws IOException {
        store.createNamespace(NAMESPACE);
        server = ApiServer.start(store, ApiServerOptions.DEFAULTS);
        String kubeconfig = server.kubeconfig(server.tokens().admin(), NAMESPACE);
        cluster = ClusterConnection.open(KubeconfigReader.ofForeignText().read(kubeconfig, null), DEADLINE);
    }

    public Cluster cluster() {
        return cluster;
    }

    public ApiServer server() {
        return server;
    }

    public ObjectStore store() {
        return store;
    }

    /** From now on, snapshots meet this when they are created. */
    public void onSnapshot(final Consumer<String> reaction) {
        store.watch(VOLUME_SNAPSHOT, NAMESPACE, event -> {
            if (event.kind() == ChangeEvent.Kind.ADDED) {
                reaction.accept(event.object().path("metadata").path("name").asText());
            }
        });
    }

    /** From now on, group snapshots meet this when they are created. */
    public void onGroup(final Consumer<String> reaction) {
        store.watch(VOLUME_GROUP_SNAPSHOT, NAMESPACE, event -> {
            if (event.kind() == ChangeEvent.Kind.ADDED) {
                reaction.accept(event.object().path("metadata").path("name").asText());
            }
        });
    }

    public void cut(final String snapshot) {
        store.edit(VOLUME_SNAPSHOT, NAMESPACE, snapshot, object -> {
            status(object)
                    .put("boundVolumeSnapshotContentName", "content-" + snapshot)
                    .put("creationTime", CREATED);
            status(object).remove("error");
            return object;
        });
    }

    public void ready(final String snapshot) {
        store.edit(VOLUME_SNAPSHOT, NAMESPACE, snapshot, object -> {
            status(object).put("readyToUse", true).put("restoreSize", "1Gi");
            return object;
        });
    }

    public void fail(final String snapshot, final String message) {
        store.edit(VOLUME_SNAPSHOT, NAMESPACE, snapshot, object -> {
            status(object).putObject("error").put("message", message);
            return object;
        });
    }

    /** The content that a cut snapshot is bound to; the reference is to the snapshot unless another uid is given. */
    public void content(final String snapshot, final String uid, final String handle) {
        ObjectNode content = named(VOLUME_SNAPSHOT_CONTENT, "content-" + snapshot);
        ObjectNode spec = content.putObject("spec").put("driver", "csi.x").put("deletionPolicy", "Delete");
        spec.putObject("source").put("volumeHandle", "volume-of-" + snapshot);
        spec.putObject("volumeSnapshotRef")
                .put("namespace", NAMESPACE)
                .put("name", snapshot)
                .put("uid", uid);
        store.create(VOLUME_SNAPSHOT_CONTENT, null, content, TEST);
        store.edit(VOLUME_SNAPSHOT_CONTENT, null, "content-" + snapshot, object -> {
            status(object).put("snapshotHandle", handle).put("readyToUse", true);
            return object;
        });
    }

    /** A member of a group snapshot, as the group controller makes it, already cut. */
    public void member(final String group, final String name, final String claim) {
        ObjectNode owner = store.get(VOLUME_GROUP_SNAPSHOT, NAMESPACE, group);
        ObjectNode member = named(VOLUME_SNAPSHOT, name);
        ((ObjectNode) member.path("metadata"))
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "groupsnapshot.storage.k8s.io/v1")
                .put("kind", "VolumeGroupSnapshot")
                .put("name", group)
                .put("uid", owner.path("metadata").path("uid").asText());
        member.putObject("spec").putObject("source").put("persistentVolumeClaimName", claim);
        store.create(VOLUME_SNAPSHOT, NAMESPACE, member, TEST);
        store.edit(VOLUME_SNAPSHOT, NAMESPACE, name, object -> {
            status(object).put("volumeGroupSnapshotName", group);
            return object;
        });
        cut(name);
    }

    public void cutGroup(final String group) {
        store.edit(VOLUME_GROUP_SNAPSHOT, NAMESPACE, group, object -> {
            status(object)
                    .put("boundVolumeGroupSnapshotContentName", "content-" + group)
                    .put("creationTime", CREATED);
            return object;
        });
    }

    public String claim(final String name) {
        ObjectNode claim = named(PERSISTENT_VOLUME_CLAIM, name);
        ObjectNode spec = claim.putObject("spec");
        spec.putArray("accessModes").add("ReadWriteOnce");
        spec.putObject("resources").putObject("requests").put("storage", "1Gi");
        return store.create(PERSISTENT_VOLUME_CLAIM, NAMESPACE, claim, TEST)
                .path("metadata")
                .path("uid")
                .asText();
    }

    public ObjectNode snapshot(final String name) {
        return store.get(VOLUME_SNAPSHOT, NAMESPACE, name);
    }

    private static ObjectNode status(final ObjectNode object) {
        return object.withObject("status");
    }

    private static ObjectNode named(final ResourceType type, final String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
        object.putObject("metadata").put("name", name);
        return object;
    }

    @Override
    public void close() {
        cluster.close();
        server.close();
        store.close();
    }
}
