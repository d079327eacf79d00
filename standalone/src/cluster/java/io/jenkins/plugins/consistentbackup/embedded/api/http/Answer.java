package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** What a request is answered with. */
record Answer(int code, String contentType, Buffer body) {

    static Answer json(int code, ObjectNode object) {
        return new Answer(code, Json.TYPE, Json.write(object));
    }

    static Answer text(String text) {
        return new Answer(200, "text/plain; charset=utf-8", Buffer.buffer(text));
    }

    static Answer error(ApiException error) {
        return json(error.code(), error.toStatus());
    }

    void send(HttpServerRequest request) {
        if (!request.response().ended() && !request.response().closed()) {
            request.response()
                    .setStatusCode(code)
                    .putHeader("Content-Type", contentType)
                    .end(body);
        }
    }
}
