package io.jenkins.plugins.consistentbackup.embedded.api.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The metadata of an object, read and written in place. */
public final class Metadata {

    private final ObjectNode node;

    private Metadata(ObjectNode node) {
        this.node = node;
    }

    /** The metadata of this object, which gets an empty one if it has none. */
    public static Metadata of(ObjectNode object) {
        JsonNode metadata = object.get("metadata");
        return new Metadata(metadata instanceof ObjectNode found ? found : object.putObject("metadata"));
    }

    public ObjectNode node() {
        return node;
    }

    public String name() {
        return node.path("name").asText("");
    }

    /** The namespace, empty where there is none. */
    public String namespace() {
        return node.path("namespace").asText("");
    }

    public String uid() {
        return node.path("uid").asText("");
    }

    public String resourceVersion() {
        return node.path("resourceVersion").asText("");
    }

    public Optional<String> label(String key) {
        return Optional.ofNullable(node.path("labels").get(key)).map(JsonNode::asText);
    }

    public Optional<String> annotation(String key) {
        return Optional.ofNullable(node.path("annotations").get(key)).map(JsonNode::asText);
    }

    public Metadata putLabel(String key, String value) {
        node.withObjectProperty("labels").put(key, value);
        return this;
    }

    public Metadata putAnnotation(String key, String value) {
        node.withObjectProperty("annotations").put(key, value);
        return this;
    }

    public boolean isBeingDeleted() {
        return node.hasNonNull("deletionTimestamp");
    }

    public List<String> finalizers() {
        List<String> names = new ArrayList<>();
        node.path("finalizers").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Adds a finalizer if it is not there. */
    public Metadata addFinalizer(String name) {
        if (!finalizers().contains(name)) {
            node.withArrayProperty("finalizers").add(name);
        }
        return this;
    }

    public Metadata removeFinalizer(String name) {
        List<String> left = finalizers();
        if (left.remove(name)) {
            setFinalizers(left);
        }
        return this;
    }

    private void setFinalizers(Collection<String> names) {
        if (names.isEmpty()) {
            node.remove("finalizers");
            return;
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        names.forEach(array::add);
        node.set("finalizers", array);
    }

    public boolean isOwnedBy(String ownerUid) {
        return ownerUids().contains(ownerUid);
    }

    public List<String> ownerUids() {
        List<String> uids = new ArrayList<>();
        node.path("ownerReferences").forEach(owner -> uids.add(owner.path("uid").asText()));
        return uids;
    }

    /** Names the object that this one depends on; a controller may own it alone. */
    public Metadata addOwner(ObjectNode owner, boolean controller) {
        Metadata metadata = of(owner);
        ObjectNode reference = node.withArrayProperty("ownerReferences")
                .addObject()
                .put("apiVersion", owner.path("apiVersion").asText())
                .put("kind", owner.path("kind").asText())
                .put("name", metadata.name())
                .put("uid", metadata.uid());
        if (controller) {
            reference.put("controller", true).put("blockOwnerDeletion", true);
        }
        return this;
    }
}
