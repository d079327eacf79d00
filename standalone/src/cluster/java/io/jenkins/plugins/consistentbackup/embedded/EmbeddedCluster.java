package io.jenkins.plugins.consistentbackup.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.ApiServer;
import io.jenkins.plugins.consistentbackup.embedded.api.access.User;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.RequestLog;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ChangeEvent;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.jenkins.plugins.consistentbackup.embedded.api.store.Subscription;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.ObjectKey;
import io.jenkins.plugins.consistentbackup.embedded.controller.Workers;
import io.jenkins.plugins.consistentbackup.embedded.controller.snapshot.RequestRate;
import io.jenkins.plugins.consistentbackup.embedded.controller.workload.Pods;
import io.jenkins.plugins.consistentbackup.embedded.image.ImageRegistry;
import io.jenkins.plugins.consistentbackup.embedded.node.Node;
import io.jenkins.plugins.consistentbackup.embedded.node.NodeFaults;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.ClusterDirectory;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Sandbox;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.embedded.storage.VolumeDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * A cluster that runs in this process until it is closed. However it ends, nothing stays: processes, mounts and loop
 * devices end with this virtual machine, files are removed by {@link #close()} (also on Ctrl-C) or, after {@code kill
 * -9}, by the next cluster that starts.
 *
 * <p>It has the namespaces {@code default} and {@code kube-system}, and the storage classes {@link #ATOMIC_CLASS} (the
 * default) and {@link #TORN_CLASS} with snapshot and group snapshot classes of the same names.
 */
public final class EmbeddedCluster implements AutoCloseable {
    /** Its snapshots are of one instant. */
    public static final String ATOMIC_CLASS = "csi-atomic";
    /** Its snapshots are copied file by file while they are written to, as careless drivers do. */
    public static final String TORN_CLASS = "csi-torn";

    private final ClusterOptions options;
    private final ClusterDirectory directory;
    private final Sandbox sandbox;
    private final Workers workers = new Workers();
    private final ObjectStore store;
    private final Storage storage;
    private final Controllers controllers;
    private final Node node;
    private final ApiServer server;
    private final Thread onExit;
    private boolean closed;

    private EmbeddedCluster(ClusterOptions options, ClusterDirectory directory, Sandbox sandbox) throws IOException {
        this.options = options;
        this.directory = directory;
        this.sandbox = sandbox;
        store = new ObjectStore(options.store());
        storage = Storage.in(
                sandbox,
                directory.path(),
                options.plainDirectories(),
                workers.pool(),
                options.store().clock());
        ClusterObjects objects = new ClusterObjects(store, options.store().clock(), "kube-controller-manager");
        new ClusterFurniture(objects, options.waitForFirstConsumer()).create();
        controllers = new Controllers(objects, workers, storage);
        node = new Node(objects, workers, sandbox, options.images(), storage, directory.path());
        server = ApiServer.start(store, options.server().withExec(node.exec()).withLogs(node.logs()));
        controllers.start();
        node.start();
        onExit = new Thread(this::end, "embedded-cluster-end");
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /** Starts a cluster with {@link ClusterOptions#defaults()}. */
    public static EmbeddedCluster start() {
        return start(ClusterOptions.defaults());
    }

    /**
     * Starts a cluster; it can be used when this returns.
     *
     * @throws io.jenkins.plugins.consistentbackup.embedded.sandbox.CommandFailedException if this machine lacks what
     *     the node needs; the message names it
     */
    public static EmbeddedCluster start(ClusterOptions options) {
        ClusterDirectory directory = ClusterDirectory.create(options.parent());
        Sandbox sandbox = null;
        boolean started = false;
        try {
            sandbox = Sandbox.start();
            EmbeddedCluster cluster = new EmbeddedCluster(options, directory, sandbox);
            started = true;
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded cluster's API server cannot listen", e);
        } finally {
            if (!started) {
                if (sandbox != null) {
                    sandbox.close();
                }
                directory.close();
            }
        }
    }

    /** The API server's address. */
    public String url() {
        return server.url();
    }

    /** A kubeconfig for an administrator, with {@code default} as namespace. */
    public String kubeconfig() {
        return server.kubeconfig(server.tokens().admin(), "default");
    }

    /** A kubeconfig for a user, whose rights are what Roles and bindings give. */
    public String kubeconfigFor(User user, String namespace) {
        return server.kubeconfig(server.tokens().issue(user), namespace);
    }

    /** A kubeconfig for a ServiceAccount, whose rights are what Roles and bindings give. */
    public String kubeconfigFor(String namespace, String serviceAccount) {
        return kubeconfigFor(User.serviceAccount(namespace, serviceAccount), namespace);
    }

    /** Writes {@link #kubeconfig()} to a file that only its owner can read. */
    public void writeKubeconfig(Path file) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, kubeconfig());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write kubeconfig " + file, e);
        }
    }

    /** All objects; what is written here goes past rights, faults and the count of requests. */
    public ObjectStore store() {
        return store;
    }

    public ApiServer server() {
        return server;
    }

    /** From now on requests meet these faults. */
    public void faults(FaultPlan plan) {
        server.injectFaults(plan);
    }

    /** What clients have asked for. */
    public RequestLog requests() {
        return server.requests();
    }

    /** The driver with this name ({@link Storage#ATOMIC}, {@link Storage#TORN}), with its knobs. */
    public VolumeDriver driver(String name) {
        return storage.driver(name)
                .orElseThrow(() -> new NoSuchElementException("the embedded cluster has no driver " + name));
    }

    /** The directory of a volume or snapshot of the atomic driver, for who looks at what it holds past all programs. */
    public Path files(String handle) {
        return sandbox.inside(driver(Storage.ATOMIC).files(handle));
    }

    /** Whether the atomic driver snapshots by copy on write; if not, it stops processes and copies. */
    public boolean isCopyOnWrite() {
        return storage.isCopyOnWrite();
    }

    /** How fast the snapshot-controller talks to the API server: without a limit until one is set. */
    public RequestRate snapshotRate() {
        return controllers.snapshotRate();
    }

    /** The snapshot-controller dies: nothing becomes of new snapshots until another one is started. */
    public void stopSnapshotController() {
        controllers.stopSnapshots();
    }

    /** Starts another one after {@link #stopSnapshotController()}. */
    public void startSnapshotController() {
        controllers.startSnapshots();
    }

    public ImageRegistry images() {
        return options.images();
    }

    /** Ways in which the node and its containers fail. */
    public NodeFaults nodeFaults() {
        return node.faults();
    }

    /**
     * The port of this machine where the server in a container listens.
     *
     * @throws NoSuchElementException if the container has not been started or has no port
     */
    public int port(String namespace, String pod, String container) {
        return node.port(namespace, pod, container)
                .orElseThrow(() -> new NoSuchElementException(
                        "container " + container + " of pod " + namespace + "/" + pod + " has no port yet"));
    }

    /** Creates or changes the objects of a YAML text with any number of documents, like {@code kubectl apply}. */
    public void applyYaml(String yaml) {
        new Manifests(store).apply(yaml);
    }

    /** Completes with an object as soon as it is there and this is true of it; cancel it when it is too late. */
    public CompletableFuture<ObjectNode> when(
            ResourceType type, String namespace, String name, Predicate<ObjectNode> condition) {
        CompletableFuture<ObjectNode> seen = new CompletableFuture<>();
        ObjectKey wanted = new ObjectKey(namespace, name);
        Subscription watch = store.watch(type, type.namespaced() ? namespace : null, event -> {
            boolean there = event.kind() != ChangeEvent.Kind.DELETED;
            if (there && ObjectKey.of(event.object()).equals(wanted) && condition.test(event.object())) {
                seen.complete(event.object().deepCopy());
            }
        });
        seen.whenComplete((object, failure) -> watch.close());
        return seen;
    }

    /** Completes with a pod as soon as it is ready. */
    public CompletableFuture<ObjectNode> readyPod(String namespace, String name) {
        return when(ResourceType.POD, namespace, name, Pods::isReady);
    }

    /** Completes when an object is gone. */
    public CompletableFuture<Void> whenGone(ResourceType type, String namespace, String name) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        ObjectKey wanted = new ObjectKey(namespace, name);
        Subscription watch = store.watch(type, type.namespaced() ? namespace : null, event -> {
            if (event.kind() == ChangeEvent.Kind.DELETED
                    && ObjectKey.of(event.object()).equals(wanted)) {
                gone.complete(null);
            }
        });
        gone.whenComplete((nothing, failure) -> watch.close());
        if (store.find(type, namespace, name).isEmpty()) {
            gone.complete(null);
        }
        return gone;
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // The virtual machine is ending, and the hook finds the cluster closed.
        }
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        closed = true;
        server.close();
        controllers.close();
        node.close();
        store.close();
        sandbox.close();
        workers.close();
        directory.close();
    }
}
