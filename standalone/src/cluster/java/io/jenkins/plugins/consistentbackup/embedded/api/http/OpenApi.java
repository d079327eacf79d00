package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * The smallest OpenAPI document there is. kubectl asks for one before it applies anything; where it finds no schema for
 * a type it validates nothing and uses what it knows of the type itself.
 */
final class OpenApi {

    private static final String TITLE = "embedded cluster";
    private static final String VERSION = "v1";
    /** Older clients ask for it with an @ before the version, which no parser of media types lets pass in an answer. */
    private static final String PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private static final int FIELD_SWAGGER = 1;
    private static final int FIELD_INFO = 2;
    private static final int FIELD_TITLE = 1;
    private static final int FIELD_VERSION = 2;

    private OpenApi() {}

    static Answer answer(String accept) {
        if (accept != null && accept.contains("proto-openapi")) {
            // github.com/google/gnostic openapiv2/OpenAPIv2.proto: Document{swagger, info{title, version}}
            Buffer info = message(FIELD_TITLE, bytes(TITLE)).appendBuffer(message(FIELD_VERSION, bytes(VERSION)));
            Buffer document = message(FIELD_SWAGGER, bytes("2.0")).appendBuffer(message(FIELD_INFO, info));
            return new Answer(200, PROTOBUF, document);
        }
        ObjectNode document = Json.object().put("swagger", "2.0");
        document.putObject("info").put("title", TITLE).put("version", VERSION);
        document.putObject("paths");
        document.putObject("definitions");
        return Answer.json(200, document);
    }

    private static Buffer bytes(String text) {
        return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A length-delimited protobuf field; all ours are shorter than 128 bytes. */
    private static Buffer message(int field, Buffer content) {
        return Buffer.buffer()
                .appendByte((byte) (field << 3 | 2))
                .appendByte((byte) content.length())
                .appendBuffer(content);
    }
}
