package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.format.DateTimeParseException;

/** Objects of the cluster, and our own state, as JSON. */
final class Json {
    /** For objects of the cluster. */
    private static final ObjectMapper OBJECTS = JsonMapper.builder()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .build();

    /** For our state: its fields, so that a later version may add some. */
    private static final ObjectMapper STATE = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .defaultPropertyInclusion(JsonInclude.Value.construct(Include.NON_NULL, Include.ALWAYS))
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .build();

    private Json() {}

    static ObjectNode object() {
        return OBJECTS.createObjectNode();
    }

    /** A copy of an object of the cluster, free to be changed. */
    static ObjectNode tree(final Object object) {
        return OBJECTS.valueToTree(object);
    }

    static ObjectNode tree(final String json) {
        try {
            return (ObjectNode) OBJECTS.readTree(json);
        } catch (JsonProcessingException e) {
            throw new RestoreException("not a JSON object: " + e.getOriginalMessage());
        }
    }

    static <T> T as(final Class<T> type, final ObjectNode tree) {
        return OBJECTS.convertValue(tree, type);
    }

    static String write(final RestoreState state) {
        try {
            return STATE.writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws RestoreException when it is no state, or lacks what every state has */
    static RestoreState read(final String json) {
        try {
            RestoreState state = STATE.readValue(json, RestoreState.class);
            if (state == null || state.id == null || state.operation == null || state.begunAt == null) {
                throw new RestoreException("not the record of a restore");
            }
            state.begunAt();
            return state;
        } catch (JsonProcessingException e) {
            throw new RestoreException(e.getOriginalMessage());
        } catch (DateTimeParseException e) {
            throw new RestoreException(e.getMessage());
        }
    }
}
