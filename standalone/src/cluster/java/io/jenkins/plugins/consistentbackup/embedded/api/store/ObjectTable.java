package io.jenkins.plugins.consistentbackup.embedded.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The objects by type, namespace and name. Not for several threads: {@link ObjectStore} guards it. */
final class ObjectTable {

    private final Map<String, NavigableMap<String, ObjectNode>> objects = new HashMap<>();
    private final Map<String, ObjectNode> byUid = new HashMap<>();

    ObjectNode get(ResourceType type, String namespace, String name) {
        return ofType(type).get(key(type, namespace, name));
    }

    void put(ResourceType type, ObjectNode object) {
        Metadata metadata = Metadata.of(object);
        ofType(type).put(key(type, metadata.namespace(), metadata.name()), object);
        byUid.put(metadata.uid(), object);
    }

    void remove(ResourceType type, ObjectNode object) {
        Metadata metadata = Metadata.of(object);
        ofType(type).remove(key(type, metadata.namespace(), metadata.name()));
        byUid.remove(metadata.uid());
    }

    ObjectNode withUid(String uid) {
        return byUid.get(uid);
    }

    /** All objects of a type in the order of their names; of one namespace, or of all if it is null. */
    List<ObjectNode> list(ResourceType type, String namespace) {
        NavigableMap<String, ObjectNode> all = ofType(type);
        return new ArrayList<>(
                namespace == null
                        ? all.values()
                        : all.subMap(namespace + "/", namespace + "0").values());
    }

    private NavigableMap<String, ObjectNode> ofType(ResourceType type) {
        return objects.computeIfAbsent(type.qualifiedName(), name -> new TreeMap<>());
    }

    private static String key(ResourceType type, String namespace, String name) {
        return (type.namespaced() ? namespace : "") + "/" + name;
    }
}
