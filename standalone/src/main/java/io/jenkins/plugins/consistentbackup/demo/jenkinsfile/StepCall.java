package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call of a step, with its arguments sorted: {@code name(key: value, …) { body }} or {@code name value}. */
public final class StepCall {
    private final String step;
    private final Map<String, Object> named = new LinkedHashMap<>();
    private final List<Object> positional = new ArrayList<>();
    private final Map<String, String> environment;
    private Closure<?> body;

    StepCall(String step, Object[] arguments, Map<String, String> environment) {
        this.step = step;
        this.environment = environment;
        for (Object argument : arguments) {
            if (argument instanceof Closure<?> closure) {
                body = closure;
            } else if (argument instanceof Map<?, ?> map) {
                map.forEach((key, value) -> named.put(String.valueOf(key), value));
            } else {
                positional.add(argument);
            }
        }
    }

    /** The step's name, for messages. */
    public String step() {
        return step;
    }

    /** The environment at the place of the call. */
    public Map<String, String> environment() {
        return environment;
    }

    /** All named arguments, as the script gave them. */
    public Map<String, Object> named() {
        return Collections.unmodifiableMap(named);
    }

    /** A named argument as text. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(named.get(name)).map(Object::toString);
    }

    /** Whether a named argument is given and true. */
    public boolean isSet(String name) {
        return Boolean.TRUE.equals(named.get(name));
    }

    /** The step's one argument: the one without a name, or the one with the given name. */
    public Object main(String name) {
        if (!positional.isEmpty()) {
            return positional.get(0);
        }
        Object value = named.get(name);
        if (value == null) {
            throw new StepFailedException("step " + step + " needs " + name);
        }
        return value;
    }

    /** {@link #main(String)} as text. */
    public String mainText(String name) {
        return main(name).toString();
    }

    /** The block after the call. */
    Closure<?> body() {
        if (body == null) {
            throw new StepFailedException("step " + step + " needs a block");
        }
        return body;
    }
}
