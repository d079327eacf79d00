package io.jenkins.plugins.consistentbackup.embedded.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;

/**
 * Something happened to an object. The objects are shared with the store and all its watchers: read them, copy them,
 * do not change them.
 *
 * @param object the object as it is now; of a deleted one the last state, with the resourceVersion of the deletion
 * @param old the object before, null when it is new to the watcher
 */
public record ChangeEvent(Kind kind, ResourceType type, ObjectNode object, ObjectNode old) {

    public enum Kind {
        ADDED,
        MODIFIED,
        DELETED,
        /** Nothing happened; the object has a version and no content. Only where a bookmark was asked for. */
        BOOKMARK
    }

    public long resourceVersion() {
        return Long.parseLong(Metadata.of(object).resourceVersion());
    }
}
