package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectList;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import java.util.List;

/** Lists, whole or page by page. */
final class ListEndpoint {

    private final ObjectStore store;

    ListEndpoint(ObjectStore store) {
        this.store = store;
    }

    Answer answer(ApiCall call) {
        RequestTarget target = call.target();
        ContinueToken token = ContinueToken.parse(call.parameter("continue"));
        if (token != null) {
            store.requireRemembered(token.version());
        }
        ObjectList all = store.snapshot(target.type(), target.namespace(), call.selector());
        requireNotAhead(call, all.resourceVersion());
        List<ObjectNode> objects = token == null
                ? all.objects()
                : all.objects().stream().filter(token::isBefore).toList();
        long version = token == null ? all.resourceVersion() : token.version();
        Long limit = call.number("limit");
        if (limit == null || limit <= 0 || objects.size() <= limit) {
            return Answer.json(200, listOf(target.type(), objects, version));
        }
        List<ObjectNode> page = objects.subList(0, limit.intValue());
        ObjectNode list = listOf(target.type(), page, version);
        ObjectNode metadata = Metadata.of(list).node();
        metadata.put(
                "continue",
                ContinueToken.after(page.get(page.size() - 1), version).encode());
        if (call.parameter("labelSelector") == null && call.parameter("fieldSelector") == null) {
            metadata.put("remainingItemCount", objects.size() - page.size());
        }
        return Answer.json(200, list);
    }

    private static void requireNotAhead(ApiCall call, long current) {
        Long wanted = call.number("resourceVersion");
        if (wanted != null && wanted > current) {
            throw ApiException.of(504, "Timeout", "Too large resource version: " + wanted + ", current: " + current);
        }
    }

    static ObjectNode listOf(ResourceType type, List<ObjectNode> objects, long version) {
        ObjectNode list = Json.object().put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
        list.putObject("metadata").put("resourceVersion", String.valueOf(version));
        list.putArray("items").addAll(objects);
        return list;
    }
}
