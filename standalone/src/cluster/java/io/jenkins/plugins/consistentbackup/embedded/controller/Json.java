package io.jenkins.plugins.consistentbackup.embedded.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads Kubernetes objects: absent and empty are the same, paths are given as {@code /spec/volumeName}. */
public final class Json {
    private static final Map<String, BigDecimal> UNITS = units();

    private Json() {}

    public static String text(JsonNode object, String path) {
        return object.at(path).asText("");
    }

    public static Optional<String> find(JsonNode object, String path) {
        return Optional.of(text(object, path)).filter(text -> !text.isEmpty());
    }

    public static int number(JsonNode object, String path, int otherwise) {
        return object.at(path).asInt(otherwise);
    }

    public static Stream<JsonNode> items(JsonNode object, String path) {
        return StreamSupport.stream(object.at(path).spliterator(), false);
    }

    public static Map<String, String> strings(JsonNode object, String path) {
        Map<String, String> strings = new LinkedHashMap<>();
        object.at(path)
                .fields()
                .forEachRemaining(
                        field -> strings.put(field.getKey(), field.getValue().asText()));
        return strings;
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array(List<? extends JsonNode> items) {
        return JsonNodeFactory.instance.arrayNode().addAll(items);
    }

    /** The status of an object, which gets an empty one if it has none. */
    public static ObjectNode status(ObjectNode object) {
        return object.withObjectProperty("status");
    }

    /** A time as Kubernetes writes it: whole seconds. */
    public static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The bytes of a quantity such as {@code 1Gi}; 0 for an empty one. */
    public static long bytes(String quantity) {
        String number = quantity.replaceAll("[A-Za-z]+$", "");
        if (number.isEmpty()) {
            return 0;
        }
        String unit = quantity.substring(number.length());
        BigDecimal factor = UNITS.get(unit);
        if (factor == null) {
            throw new NumberFormatException("unit of quantity " + quantity);
        }
        return new BigDecimal(number).multiply(factor).longValue();
    }

    private static Map<String, BigDecimal> units() {
        Map<String, BigDecimal> units = new LinkedHashMap<>();
        units.put("", BigDecimal.ONE);
        units.put("m", new BigDecimal("0.001"));
        BigDecimal decimal = BigDecimal.ONE;
        BigDecimal binary = BigDecimal.ONE;
        for (String unit : List.of("K", "M", "G", "T", "P", "E")) {
            decimal = decimal.multiply(BigDecimal.valueOf(1000));
            binary = binary.multiply(BigDecimal.valueOf(1024));
            units.put(unit.equals("K") ? "k" : unit, decimal);
            units.put(unit + "i", binary);
        }
        return units;
    }
}
