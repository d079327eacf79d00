package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** JSON and YAML on the wire. */
final class Json {

    static final String TYPE = "application/json";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static Buffer write(JsonNode node) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an object cannot be written as JSON", e);
        }
    }

    /** @throws ApiException 400 if it cannot be read, 415 if it is in another format */
    static JsonNode read(Buffer body, String contentType) {
        try {
            if (contentType.endsWith("yaml")) {
                return YAML.readTree(body.getBytes());
            }
            if (!contentType.endsWith("json")) {
                throw ApiException.unsupportedMediaType("application/json, application/yaml");
            }
            return MAPPER.readTree(body.getBytes());
        } catch (IOException e) {
            throw ApiException.badRequest("the body of the request cannot be read: " + e.getMessage());
        }
    }

    static ObjectNode readObject(Buffer body, String contentType) {
        if (read(body, contentType) instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("the body of the request is no object");
    }
}
