package io.jenkins.plugins.consistentbackup.embedded.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;

/** A change to an object. */
@FunctionalInterface
public interface Patch {

    /** Returns the changed object; may change the one it is given. */
    ObjectNode applyTo(ObjectNode current);

    /** RFC 6902. A failing test operation is answered with 422. */
    static Patch json(JsonNode operations) {
        return current -> {
            try {
                return requireObject(JsonPatch.apply(operations, current));
            } catch (JsonPatchException e) {
                throw ApiException.of(
                        422,
                        "Invalid",
                        "the server rejected our request due to an error in our request: " + e.getMessage());
            }
        };
    }

    /** RFC 7386. */
    static Patch merge(JsonNode change) {
        return current -> requireObject(MergePatch.apply(current, change));
    }

    /** Strategic merge patch, which merges the lists that Kubernetes marks by the key of their elements. */
    static Patch strategic(JsonNode change) {
        return current -> requireObject(StrategicMergePatch.apply(current, change));
    }

    private static ObjectNode requireObject(JsonNode patched) {
        if (patched instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("the patch does not leave an object");
    }
}
