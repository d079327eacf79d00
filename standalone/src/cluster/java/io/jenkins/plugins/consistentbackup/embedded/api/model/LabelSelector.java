package io.jenkins.plugins.consistentbackup.embedded.api.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Label selectors as text: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors. */
final class LabelSelector {

    private static final String KEY = "[A-Za-z0-9][-A-Za-z0-9_./]*";

    private static final Pattern REQUIREMENT = Pattern.compile("\\s*(?:!\\s*(?<absent>" + KEY + ")|(?<key>" + KEY
            + ")\\s*(?:(?<equals>==|=|!=)\\s*(?<value>[-A-Za-z0-9_.]*)"
            + "|(?<set>in|notin)\\s*\\((?<values>[^()]*)\\))?)\\s*(?:,|$)");

    private LabelSelector() {}

    static Predicate<ObjectNode> parse(String expression) {
        Predicate<ObjectNode> all = object -> true;
        Matcher matcher = REQUIREMENT.matcher(expression);
        int position = 0;
        while (position < expression.length()) {
            if (!matcher.find(position) || matcher.start() != position) {
                throw ApiException.badRequest("unable to parse requirement: " + expression.substring(position));
            }
            all = all.and(requirement(matcher));
            position = matcher.end();
        }
        return all;
    }

    private static Predicate<ObjectNode> requirement(Matcher matcher) {
        String absent = matcher.group("absent");
        if (absent != null) {
            return object -> label(object, absent) == null;
        }
        String key = matcher.group("key");
        if (matcher.group("set") != null) {
            Set<String> values = Stream.of(matcher.group("values").split(","))
                    .map(String::trim)
                    .collect(Collectors.toSet());
            return matcher.group("set").equals("in")
                    ? in(key, values)
                    : in(key, values).negate();
        }
        String operator = matcher.group("equals");
        if (operator == null) {
            return object -> label(object, key) != null;
        }
        Predicate<ObjectNode> equal = in(key, Set.of(matcher.group("value")));
        return operator.equals("!=") ? equal.negate() : equal;
    }

    private static Predicate<ObjectNode> in(String key, Set<String> values) {
        return object -> {
            String value = label(object, key);
            return value != null && values.contains(value);
        };
    }

    private static String label(ObjectNode object, String key) {
        JsonNode value = object.path("metadata").path("labels").get(key);
        return value == null ? null : value.asText();
    }
}
