package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import groovy.lang.GroovyObjectSupport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code env} of a script: reading what is not set gives null, every value is text. */
final class EnvironmentVariables extends GroovyObjectSupport {
    private Map<String, String> values;

    EnvironmentVariables(Map<String, String> values) {
        this.values = new LinkedHashMap<>(values);
    }

    @Override
    public Object getProperty(String name) {
        return values.get(name);
    }

    @Override
    public void setProperty(String name, Object value) {
        values.put(name, String.valueOf(value));
    }

    boolean contains(String name) {
        return values.containsKey(name);
    }

    Map<String, String> values() {
        return Map.copyOf(values);
    }

    /** Goes back to what {@link #values()} gave earlier. */
    void reset(Map<String, String> before) {
        values = new LinkedHashMap<>(before);
    }

    /** Does something while the given assignments ({@code NAME=value}) hold as well. */
    Object with(List<?> assignments, Body body) throws InterruptedException {
        Map<String, String> before = values();
        for (Object assignment : assignments) {
            String[] parts = assignment.toString().split("=", 2);
            values.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        try {
            return body.run();
        } finally {
            reset(before);
        }
    }

    /** A block of a script, or a stage. */
    @FunctionalInterface
    interface Body {
        Object run() throws InterruptedException;
    }
}
