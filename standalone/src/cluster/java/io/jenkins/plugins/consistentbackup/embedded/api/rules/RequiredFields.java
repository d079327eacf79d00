package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Types of which only this is known: some fields must be there.
 *
 * @param pointers JSON pointers of the fields
 */
record RequiredFields(boolean allowsUnconditionalUpdate, List<String> pointers) implements ObjectRules {

    @Override
    public Optional<String> whyInvalid(ObjectNode object) {
        return pointers.stream()
                .filter(pointer -> isAbsent(object.at(pointer)))
                .findFirst()
                .map(pointer -> pointer.substring(1).replace('/', '.') + ": Required value");
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isTextual() && value.asText().isEmpty();
    }
}
