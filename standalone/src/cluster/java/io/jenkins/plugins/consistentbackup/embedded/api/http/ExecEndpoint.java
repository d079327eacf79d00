package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.ExecHandler;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Opens exec sessions over WebSocket. SPDY, which clients before kubectl 1.31 speak, is not modelled. */
final class ExecEndpoint {

    static final String V5 = "v5.channel.k8s.io";
    static final String V4 = "v4.channel.k8s.io";

    /** What an exec asks for, after all checks. */
    record Request(ObjectNode pod, String container, List<String> command, boolean stdin, boolean out, boolean err) {}

    private final ObjectStore store;
    private final ExecHandler handler;
    private final ExecutorService threads;

    ExecEndpoint(ObjectStore store, ExecHandler handler, ExecutorService threads) {
        this.store = store;
        this.handler = handler;
        this.threads = threads;
    }

    /** @throws ApiException 400, 404, 500 as API server and kubelet answer before the upgrade; 501 */
    Request validate(ApiCall call) {
        if (!call.isWebSocket()) {
            if (call.http().getHeader("Upgrade") != null) {
                throw ApiException.notModelled("exec over SPDY; use a client that speaks WebSocket");
            }
            throw ApiException.badRequest("Upgrade request required");
        }
        requireProtocol(call.http().getHeader("Sec-WebSocket-Protocol"));
        RequestTarget target = call.target();
        ObjectNode pod = store.getShared(target.type(), target.namespace(), target.name());
        String container = PodContainers.choose(pod, call.parameter("container"));
        PodContainers.requireNode(pod);
        PodContainers.requireRunning(pod, container);
        if (call.flag("tty")) {
            throw ApiException.notModelled("exec with a terminal");
        }
        Request request = new Request(
                pod,
                container,
                List.copyOf(call.parameters().getAll("command")),
                call.flag("stdin"),
                call.flag("stdout"),
                call.flag("stderr"));
        if (!request.stdin() && !request.out() && !request.err()) {
            throw ApiException.badRequest("you must specify at least 1 of stdin, stdout, stderr");
        }
        if (request.command().isEmpty()) {
            throw ApiException.badRequest("you must specify at least one command for the container");
        }
        return request;
    }

    private static void requireProtocol(String offered) {
        if (offered == null || !offered.contains(V4) && !offered.contains(V5)) {
            throw ApiException.badRequest("unable to negotiate a protocol: client supports [" + offered
                    + "], server supports [" + V5 + " " + V4 + "]");
        }
    }

    void open(Request request, ServerWebSocket socket, Runnable cut, Fault fault) {
        ExecSpoiler spoiler = fault instanceof Fault.SpoilExec spoil ? new ExecSpoiler(spoil, cut) : ExecSpoiler.none();
        ExecSession session = new ExecSession(request, socket, threads, spoiler);
        session.start(handler);
        if (fault instanceof Fault.CutAfter) {
            cut.run();
        }
    }
}
