package io.jenkins.plugins.consistentbackup.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The fields of one YAML mapping, read by name and type. What does not fit becomes a problem and a harmless value, so
 * that reading goes on and finds the rest. {@link #end()} reports the fields that nobody asked for.
 */
final class Fields {
    private final String path;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> keyLines = new LinkedHashMap<>();
    private final List<String> known = new ArrayList<>();
    private final Places places;
    private final Problems problems;

    private Fields(final String path, final int line, final Places places, final Problems problems) {
        this.path = path;
        this.line = line;
        this.places = places;
        this.problems = problems;
    }

    /** The fields of a node; none, and a problem, when it is no mapping. */
    static Fields of(final String path, final Node node, final Places places, final Problems problems) {
        Fields fields = new Fields(path, Problems.line(node), places, problems);
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(fields::add);
        } else {
            fields.wrongType(path.isEmpty() ? "all of it" : path, node, "a mapping (name: value)");
        }
        return fields;
    }

    private void add(final NodeTuple tuple) {
        int keyLine = Problems.line(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            problems.error(keyLine, "wrong-type", "a field's name must be plain text");
            return;
        }
        if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
            problems.error(keyLine, "duplicate-field", at(key.getValue()) + " is there twice: remove one");
        }
        keyLines.putIfAbsent(key.getValue(), keyLine);
        places.put(at(key.getValue()), keyLine);
    }

    Optional<String> optionalText(final String name) {
        return value(name).flatMap(node -> text(at(name), node));
    }

    String text(final String name) {
        return required(name).flatMap(node -> text(at(name), node)).orElse("");
    }

    /** A text that matches a pattern as a whole; {@code meaning} says in words what the pattern wants. */
    String text(final String name, final Pattern pattern, final String meaning) {
        String text = text(name);
        if (value(name).isPresent() && !pattern.matcher(text).matches()) {
            problems.error(keyLines.get(name), "wrong-value", at(name) + " must be " + meaning);
        }
        return text;
    }

    boolean flag(final String name) {
        return value(name).map(node -> flag(at(name), node)).orElse(false);
    }

    /** A whole number that is not negative; {@code otherwise} when it is not there. */
    int number(final String name, final int otherwise) {
        return value(name).map(node -> number(at(name), node)).orElse(otherwise);
    }

    /** Texts by names that anyone may choose, in the order in which they were written. */
    Map<String, String> textsByName(final String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        optionalMapping(name).ifPresent(found -> found.names().forEach(each -> texts.put(each, found.text(each))));
        return texts;
    }

    /** The names of all fields, for a mapping whose names anyone may choose. */
    List<String> names() {
        return List.copyOf(values.keySet());
    }

    boolean requiredFlag(final String name) {
        return required(name).map(node -> flag(at(name), node)).orElse(false);
    }

    /** One of an enum's constants, written as in {@link #word}. */
    <E extends Enum<E>> E choice(final String name, final Class<E> type) {
        E[] constants = type.getEnumConstants();
        return required(name)
                .flatMap(node -> text(at(name), node))
                .map(text -> oneOf(name, text, constants))
                .orElse(constants[0]);
    }

    private <E extends Enum<E>> E oneOf(final String name, final String text, final E[] constants) {
        for (E constant : constants) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        String words = Arrays.stream(constants).map(Fields::word).collect(Collectors.joining(", "));
        problems.error(keyLines.get(name), "wrong-value", at(name) + " is " + text + ": write one of " + words);
        return constants[0];
    }

    /** How a constant is written in a template. */
    static String word(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    List<String> texts(final String name) {
        return items(name, (path, node) -> text(path, node).orElse(""));
    }

    List<Fields> mappings(final String name) {
        return items(name, (path, node) -> of(path, node, places, problems));
    }

    private <T> List<T> items(final String name, final BiFunction<String, Node, T> read) {
        Node node = value(name).orElse(null);
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            List<T> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(read.apply(at(name) + "[" + items.size() + "]", item));
            }
            return List.copyOf(items);
        }
        wrongType(at(name), node, "a list");
        return List.of();
    }

    /** A required mapping; nothing, and a problem, when it is not there. */
    Optional<Fields> mapping(final String name) {
        return required(name).map(node -> of(at(name), node, places, problems));
    }

    Optional<Fields> optionalMapping(final String name) {
        return value(name).map(node -> of(at(name), node, places, problems));
    }

    /** The line of a field, or of the mapping when it is not there. */
    int line(final String name) {
        return keyLines.getOrDefault(name, line);
    }

    /** Reports every field that was not asked for. */
    void end() {
        keyLines.forEach((name, at) -> {
            if (!known.contains(name)) {
                problems.error(at, "unknown-field", at(name) + " is not a field: here are " + String.join(", ", known));
            }
        });
    }

    private Optional<Node> value(final String name) {
        if (!known.contains(name)) {
            known.add(name);
        }
        return Optional.ofNullable(values.get(name));
    }

    private Optional<Node> required(final String name) {
        Optional<Node> node = value(name);
        if (node.isEmpty()) {
            problems.error(line, "missing-field", at(name) + " is missing: add it");
        }
        return node;
    }

    private Optional<String> text(final String where, final Node node) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            boolean block = scalar.getScalarStyle() == ScalarStyle.LITERAL;
            places.putText(where, Problems.line(node) + (block ? 1 : 0));
            return Optional.of(scalar.getValue());
        }
        wrongType(where, node, "text" + (node instanceof ScalarNode ? ": put it in quotes" : ""));
        return Optional.empty();
    }

    private boolean flag(final String where, final Node node) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return Boolean.parseBoolean(scalar.getValue());
        }
        wrongType(where, node, "true or false");
        return false;
    }

    private int number(final String where, final Node node) {
        if (node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.INT)
                && scalar.getValue().matches("[0-9]{1,6}")) {
            return Integer.parseInt(scalar.getValue());
        }
        wrongType(where, node, "a whole number that is not negative");
        return 0;
    }

    private void wrongType(final String where, final Node node, final String wanted) {
        problems.error(Problems.line(node), "wrong-type", where + " must be " + wanted);
    }

    private String at(final String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
