package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import java.util.List;
import java.util.Map;

/** {@code parameters { string(name: …, defaultValue: …) }}: the defaults of parameters of any kind. */
final class ParametersSection extends Section {
    private final Map<String, Object> defaults;

    ParametersSection(Map<String, Object> defaults) {
        super("parameters");
        this.defaults = defaults;
    }

    @Override
    public Object invokeMethod(String kind, Object arguments) {
        Object[] list = (Object[]) arguments;
        if (list.length != 1 || !(list[0] instanceof Map<?, ?> named) || named.get("name") == null) {
            throw new JenkinsfileException("parameter " + kind + " has no name");
        }
        Object value = named.get("defaultValue");
        if (value == null && named.get("choices") instanceof List<?> choices && !choices.isEmpty()) {
            value = choices.get(0);
        }
        defaults.put(named.get("name").toString(), value);
        return null;
    }
}
