package io.jenkins.plugins.consistentbackup.embedded.api.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Answers SelfSubjectAccessReview and SelfSubjectRulesReview, by the rules that requests are checked with. */
public final class SelfReviews {

    private final AccessRules rules;

    public SelfReviews(AccessRules rules) {
        this.rules = rules;
    }

    /** Fills in the status of a review that the user asked for. */
    public ObjectNode answer(User user, ObjectNode review) {
        ObjectNode answer = review.deepCopy();
        answer.withObjectProperty("metadata").putNull("creationTimestamp");
        JsonNode spec = answer.path("spec");
        if (answer.path("kind").asText().equals("SelfSubjectRulesReview")) {
            describe(rules.rulesOf(user, spec.path("namespace").asText("")), answer.putObject("status"));
        } else {
            answer.putObject("status").put("allowed", rules.allows(user, request(spec)));
        }
        return answer;
    }

    private static AccessRequest request(JsonNode spec) {
        JsonNode path = spec.path("nonResourceAttributes");
        if (path.isObject()) {
            return AccessRequest.ofPath(
                    path.path("verb").asText(), path.path("path").asText());
        }
        JsonNode wanted = spec.path("resourceAttributes");
        return new AccessRequest(
                wanted.path("verb").asText(),
                wanted.path("group").asText(""),
                wanted.path("resource").asText(""),
                wanted.path("subresource").asText(""),
                wanted.path("namespace").asText(""),
                wanted.path("name").asText(""),
                "");
    }

    private static void describe(List<PolicyRule> rules, ObjectNode status) {
        status.put("incomplete", false);
        ArrayNode resources = status.putArray("resourceRules");
        ArrayNode paths = status.putArray("nonResourceRules");
        for (PolicyRule rule : rules) {
            ObjectNode described = (rule.paths().isEmpty() ? resources : paths).addObject();
            addAll(described.putArray("verbs"), rule.verbs());
            if (!rule.paths().isEmpty()) {
                addAll(described.putArray("nonResourceURLs"), rule.paths());
                continue;
            }
            addAll(described.putArray("apiGroups"), rule.groups());
            addAll(described.putArray("resources"), rule.resources());
            if (!rule.names().isEmpty()) {
                addAll(described.putArray("resourceNames"), rule.names());
            }
        }
    }

    private static void addAll(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
