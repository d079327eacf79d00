package io.jenkins.plugins.consistentbackup.embedded.api.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Field selectors as text, for the few fields that Kubernetes knows for each type (pkg/apis/core/v1/conversion.go,
 * AddFieldLabelConversionsFor…).
 */
final class FieldSelector {

    private static final Pattern REQUIREMENT = Pattern.compile("\\s*([^=!]+?)\\s*(==|=|!=)\\s*(.*?)\\s*");

    private static final Set<String> EVERY_TYPE = Set.of("metadata.name", "metadata.namespace");

    private static final Map<String, Set<String>> BY_TYPE = Map.of(
            "pods",
            Set.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "spec.hostNetwork",
                    "status.phase",
                    "status.podIP",
                    "status.nominatedNodeName"),
            "events",
            Set.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "reportingComponent",
                    "source",
                    "type"),
            "namespaces",
            Set.of("status.phase"),
            "nodes",
            Set.of("spec.unschedulable"),
            "secrets",
            Set.of("type"),
            "jobs.batch",
            Set.of("status.successful"));

    private FieldSelector() {}

    static Predicate<ObjectNode> parse(ResourceType type, String expression) {
        Predicate<ObjectNode> all = object -> true;
        for (String requirement : expression.split(",")) {
            Matcher matcher = REQUIREMENT.matcher(requirement);
            if (!matcher.matches()) {
                throw ApiException.badRequest(
                        "invalid selector: '" + expression + "'; can't understand '" + requirement + "'");
            }
            String field = matcher.group(1);
            if (!isSupported(type, field)) {
                throw ApiException.badRequest("field label not supported: " + field);
            }
            Predicate<ObjectNode> equal = object -> value(object, field).equals(matcher.group(3));
            all = all.and(matcher.group(2).equals("!=") ? equal.negate() : equal);
        }
        return all;
    }

    private static boolean isSupported(ResourceType type, String field) {
        return EVERY_TYPE.contains(field)
                || BY_TYPE.getOrDefault(type.qualifiedName(), Set.of()).contains(field);
    }

    private static String value(ObjectNode object, String field) {
        JsonNode value = object;
        for (String name : field.split("\\.")) {
            value = value.path(name);
        }
        return value.asText("");
    }
}
