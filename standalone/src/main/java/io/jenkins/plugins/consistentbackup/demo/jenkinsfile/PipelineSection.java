package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import groovy.lang.Closure;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code pipeline { … }}. */
final class PipelineSection extends ScopeSection {
    private final Map<String, Object> parameterDefaults = new LinkedHashMap<>();

    PipelineSection() {
        super("pipeline");
    }

    public void parameters(Closure<?> closure) {
        new ParametersSection(parameterDefaults).fill(closure);
    }

    /** Nothing starts by itself here. */
    public void triggers(Closure<?> closure) {
        new FreeSection().fill(closure);
    }

    Map<String, Object> parameterDefaults() {
        return parameterDefaults;
    }

    /** Refuses what Jenkins would refuse before anything runs. */
    void requireComplete() {
        if (!hasAgent()) {
            throw new JenkinsfileException("pipeline has no agent");
        }
        if (stages().isEmpty()) {
            throw new JenkinsfileException("pipeline has no stages");
        }
    }
}
