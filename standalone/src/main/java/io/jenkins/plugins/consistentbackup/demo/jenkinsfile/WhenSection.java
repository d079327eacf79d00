package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.codehaus.groovy.runtime.typehandling.DefaultTypeTransformation;

/**
 * {@code when { … }}: the conditions that can be answered without a branch or a change set. Not {@code equals}: Groovy
 * takes it for the closure's own.
 */
final class WhenSection extends Section {
    private final Build build;
    private final List<Boolean> answers = new ArrayList<>();

    WhenSection(Build build) {
        super("when");
        this.build = build;
    }

    public void expression(Closure<?> closure) {
        answers.add(DefaultTypeTransformation.castToBoolean(build.evaluate(closure)));
    }

    public void environment(Map<String, ?> named) {
        Object actual = build.environment().getProperty(String.valueOf(named.get("name")));
        answers.add(Objects.equals(actual, String.valueOf(named.get("value"))));
    }

    public void not(Closure<?> closure) {
        answers.add(!nested(closure).allHold());
    }

    public void allOf(Closure<?> closure) {
        answers.add(nested(closure).allHold());
    }

    public void anyOf(Closure<?> closure) {
        answers.add(nested(closure).answers.contains(true));
    }

    /** Nothing starts by itself here. */
    public void triggeredBy(String cause) {
        answers.add(false);
    }

    /** Stages have no agent of their own here. */
    public void beforeAgent(boolean yes) {}

    boolean allHold() {
        return !answers.contains(false);
    }

    private WhenSection nested(Closure<?> closure) {
        WhenSection inner = new WhenSection(build);
        inner.fill(closure);
        return inner;
    }
}
