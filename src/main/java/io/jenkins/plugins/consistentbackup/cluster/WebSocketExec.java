package io.jenkins.plugins.consistentbackup.cluster;

import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Exec over a WebSocket with the protocol {@code v4.channel.k8s.io}, which every supported server speaks. It cannot say
 * that standard input ends.
 *
 * <p>Only connecting is tried again ("unable to upgrade connection" comes now and then when the API server does not yet
 * know where a pod is); a program that may have read something is never started twice.
 */
final class WebSocketExec implements ContainerExec {
    private static final String PROTOCOL = "v4.channel.k8s.io";

    private final ApiClient api;

    WebSocketExec(final ApiClient api) {
        this.api = api;
    }

    @Override
    public CompletableFuture<ExecSession> open(
            final ContainerRef container, final List<String> command, final ExecListener listener) {
        // Servers differ in which of the two verbs they ask for when exec comes by a WebSocket.
        String what = "get and create pods/exec in namespace " + container.namespace() + ", pod " + container.pod();
        ResourcePath path = ResourcePath.of(Kind.PODS, container.namespace(), container.pod(), "exec")
                .with("container", container.container())
                .with("stdin", "true")
                .with("stdout", "true")
                .with("stderr", "true");
        command.forEach(argument -> path.with("command", argument));
        return api.retrying(() -> connect(what, path, listener)).thenCompose(session -> verified(session, container));
    }

    private CompletableFuture<ExecConnection> connect(
            final String what, final ResourcePath path, final ExecListener listener) {
        ExecConnection session = new ExecConnection(api.threads().work(), listener);
        return api.connect(what, path, PROTOCOL, session).thenApply(socket -> {
            session.connected(socket);
            return session;
        });
    }

    /**
     * Exec takes a pod's name, and a pod of that name may be another one by now. Looked at after connecting: the pod
     * that has the uid now, and had it when the uid was learned, is the one that was connected to in between.
     */
    private CompletableFuture<ExecSession> verified(final ExecConnection session, final ContainerRef container) {
        if (container.podUid() == null || container.podUid().isEmpty()) {
            return CompletableFuture.completedFuture(session);
        }
        return api.read(
                        What.of("get", Kind.PODS, container.namespace(), container.pod()),
                        ResourcePath.of(Kind.PODS, container.namespace(), container.pod()))
                .<ExecSession>thenApply(pod -> {
                    if (!pod.path("metadata").path("uid").asText("").equals(container.podUid())) {
                        throw new ClusterException(
                                Reason.NOT_FOUND, "pod " + container + " was replaced by another one of the same name");
                    }
                    return session;
                })
                .whenComplete((verified, failure) -> {
                    if (failure != null) {
                        session.close();
                    }
                });
    }
}
