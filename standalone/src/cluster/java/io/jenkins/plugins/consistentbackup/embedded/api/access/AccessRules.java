package io.jenkins.plugins.consistentbackup.embedded.api.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ResourceObjects;
import io.jenkins.plugins.consistentbackup.embedded.api.store.WriteContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Role-based access control over the Roles, ClusterRoles and bindings in the store. */
public final class AccessRules {

    private final ObjectStore store;

    public AccessRules(ObjectStore store) {
        this.store = store;
    }

    public boolean allows(User user, AccessRequest request) {
        return user.groups().contains(User.MASTERS)
                || rulesOf(user, request.namespace()).stream().anyMatch(rule -> rule.allows(request));
    }

    /** @throws ApiException 403 in the words of Kubernetes */
    public void require(User user, AccessRequest request) {
        if (!allows(user, request)) {
            throw refusal(user, request);
        }
    }

    private static ApiException refusal(User user, AccessRequest request) {
        String who = "User \"" + user.name() + "\" cannot " + request.verb();
        if (request.isPath()) {
            return ApiException.of(403, "Forbidden", "forbidden: " + who + " path \"" + request.path() + "\"");
        }
        String where = request.namespace().isEmpty()
                ? " at the cluster scope"
                : " in the namespace \"" + request.namespace() + "\"";
        ResourceType type = ResourceType.cluster(request.group(), "", request.resource(), "");
        return ApiException.forbidden(
                type,
                request.name(),
                who + " resource \"" + request.qualifiedResource() + "\" in API group \"" + request.group() + "\""
                        + where);
    }

    /** All rules that hold for a user in a namespace; with none, at the cluster scope. */
    List<PolicyRule> rulesOf(User user, String namespace) {
        List<PolicyRule> rules = new ArrayList<>(BasicRules.of(user));
        for (ObjectNode binding : all(ResourceType.CLUSTER_ROLE_BINDING, null)) {
            if (binds(binding, user, "")) {
                rules.addAll(rulesOfRole(binding, null));
            }
        }
        if (!namespace.isEmpty()) {
            for (ObjectNode binding : all(ResourceType.ROLE_BINDING, namespace)) {
                if (binds(binding, user, namespace)) {
                    rules.addAll(rulesOfRole(binding, namespace));
                }
            }
        }
        return rules;
    }

    private List<ObjectNode> all(ResourceType type, String namespace) {
        return store.snapshot(type, namespace, Selector.everything()).objects();
    }

    private static boolean binds(ObjectNode binding, User user, String namespace) {
        for (JsonNode subject : binding.path("subjects")) {
            String name = subject.path("name").asText();
            boolean matches =
                    switch (subject.path("kind").asText()) {
                        case "User" -> user.name().equals(name);
                        case "Group" -> user.groups().contains(name);
                        case "ServiceAccount" -> {
                            String home = subject.path("namespace").asText(namespace);
                            yield user.name().equals("system:serviceaccount:" + home + ":" + name);
                        }
                        default -> false;
                    };
            if (matches) {
                return true;
            }
        }
        return false;
    }

    private List<PolicyRule> rulesOfRole(ObjectNode binding, String namespace) {
        JsonNode reference = binding.path("roleRef");
        String name = reference.path("name").asText();
        Optional<ObjectNode> role = reference.path("kind").asText().equals("ClusterRole")
                ? store.find(ResourceType.CLUSTER_ROLE, null, name)
                : namespace == null ? Optional.empty() : store.find(ResourceType.ROLE, namespace, name);
        List<PolicyRule> rules = new ArrayList<>();
        role.ifPresent(found -> found.path("rules").forEach(rule -> rules.add(PolicyRule.read(rule))));
        return rules;
    }

    /** Makes the role cluster-admin; of the other default roles the embedded cluster has none. */
    public static void createDefaultRoles(ObjectStore store) {
        ObjectNode role = ResourceObjects.of(ResourceType.CLUSTER_ROLE, null, "cluster-admin");
        ObjectNode resources = role.withArray("rules").addObject();
        List.of("apiGroups", "resources", "verbs")
                .forEach(field -> resources.putArray(field).add("*"));
        ObjectNode paths = role.withArray("rules").addObject();
        List.of("nonResourceURLs", "verbs")
                .forEach(field -> paths.putArray(field).add("*"));
        if (store.find(ResourceType.CLUSTER_ROLE, null, Metadata.of(role).name())
                .isEmpty()) {
            store.create(ResourceType.CLUSTER_ROLE, null, role, WriteContext.of("embedded-cluster"));
        }
    }
}
