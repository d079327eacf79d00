package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.access.AccessRequest;
import io.jenkins.plugins.consistentbackup.embedded.api.access.User;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.ObservedRequest;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.embedded.api.store.WriteContext;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request for a resource: who wants what.
 *
 * @param body empty where there is none
 * @param connection event loop of the connection by which it came
 */
record ApiCall(HttpServerRequest http, RequestTarget target, User user, Buffer body, Context connection) {

    private static final Pattern NAME_FIELD = Pattern.compile("(?:^|,)metadata\\.name==?([^,]+)");

    MultiMap parameters() {
        return http.params();
    }

    /** A parameter's value, null if it is not there. */
    String parameter(String name) {
        return http.getParam(name);
    }

    boolean flag(String name) {
        String value = parameter(name);
        return "true".equals(value) || "1".equals(value);
    }

    /** @throws ApiException 400 if it is there and no number */
    Long number(String name) {
        String value = parameter(name);
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("invalid value for " + name + ": \"" + value + "\"");
        }
    }

    boolean isWatch() {
        return http.method().name().equals("GET") && flag("watch");
    }

    boolean isWebSocket() {
        return "websocket".equalsIgnoreCase(http.getHeader("Upgrade"));
    }

    /**
     * Goes over to messages.
     *
     * @param session what takes them over; it runs on the connection's event loop, so that it can pause the socket
     *     before the client's first message is read: a message without a handler would be lost
     */
    void upgrade(Consumer<ServerWebSocket> session) {
        connection.runOnContext(now -> http.toWebSocket().onSuccess(session::accept));
    }

    /** The verb as access rules name it. */
    String verb() {
        boolean one = target.name() != null;
        return switch (http.method().name()) {
            case "GET", "HEAD" -> isWatch() ? "watch" : one ? "get" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> one ? "delete" : "deletecollection";
            default -> throw ApiException.methodNotAllowed();
        };
    }

    /** The name in the path or, for lists and watches, the one that the field selector asks for. */
    private String nameForAccess() {
        if (target.name() != null) {
            return target.name();
        }
        Matcher matcher = NAME_FIELD.matcher(Objects.toString(parameter("fieldSelector"), ""));
        return matcher.find() ? matcher.group(1) : "";
    }

    AccessRequest access() {
        return new AccessRequest(
                verb(),
                target.type().group(),
                target.type().plural(),
                target.subresource(),
                Objects.toString(target.namespace(), ""),
                nameForAccess(),
                "");
    }

    ObservedRequest observed() {
        return new ObservedRequest(
                0,
                verb(),
                target.type().group(),
                target.type().plural(),
                target.subresource(),
                Objects.toString(target.namespace(), ""),
                Objects.toString(target.name(), ""),
                user.name(),
                http.uri());
    }

    Selector selector() {
        return Selector.parse(target.type(), parameter("labelSelector"), parameter("fieldSelector"));
    }

    WriteContext writeContext() {
        String manager = parameter("fieldManager");
        return new WriteContext(manager == null || manager.isEmpty() ? managerFromAgent() : manager, dryRun());
    }

    /** Who names no field manager is known by the first word of its user agent. */
    private String managerFromAgent() {
        String agent = http.getHeader("User-Agent");
        return agent == null ? "unknown" : agent.split("[/ ]", 2)[0];
    }

    private boolean dryRun() {
        List<String> values = parameters().getAll("dryRun");
        values.stream().filter(value -> !value.equals("All")).findFirst().ifPresent(value -> {
            throw ApiException.badRequest("invalid dryRun value: " + value);
        });
        return !values.isEmpty();
    }

    String contentType() {
        String header = http.getHeader("Content-Type");
        return header == null ? "application/json" : header.split(";", 2)[0].trim();
    }

    /** @throws ApiException 400 if the body is no object */
    ObjectNode bodyObject() {
        return Json.readObject(body, contentType());
    }
}
