package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The rules of one type. Problems are told as field and fault in the words of Kubernetes, such as
 * {@code spec.containers: Required value}.
 */
public interface ObjectRules {

    /** Gives a new object what only new ones get: the first status, finalizers. */
    default void begin(ObjectNode object) {}

    /** Fills in what was left out; whenever an object is written. */
    default void complete(ObjectNode object) {}

    /** What is wrong with an object, whether it is new or changed. */
    default Optional<String> whyInvalid(ObjectNode object) {
        return Optional.empty();
    }

    /** What must not change in this way. */
    default Optional<String> whyNotChangeable(ObjectNode before, ObjectNode after) {
        return Optional.empty();
    }

    /** Whether PUT without a resourceVersion overwrites whatever is there: AllowUnconditionalUpdate of the strategies. */
    default boolean allowsUnconditionalUpdate() {
        return true;
    }
}
