package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import groovy.lang.Closure;
import java.util.Optional;

/** {@code stage('Name') { … }}. */
final class StageSection extends ScopeSection {
    private final String name;
    private Closure<?> steps;
    private Closure<?> when;

    StageSection(String name) {
        super("stage " + name);
        this.name = name;
    }

    public void steps(Closure<?> closure) {
        steps = closure;
    }

    public void when(Closure<?> closure) {
        when = closure;
    }

    /** Branches run one after the other here, in their order. */
    public void parallel(Closure<?> closure) {
        stages(closure);
    }

    /** Branches run one after the other, so a failure always ends those that follow. */
    public void failFast(boolean yes) {}

    /** Nobody is asked here: the stage goes on at once. */
    public void input(Closure<?> closure) {
        new FreeSection().fill(closure);
    }

    String name() {
        return name;
    }

    Optional<Closure<?>> steps() {
        return Optional.ofNullable(steps);
    }

    Optional<Closure<?>> when() {
        return Optional.ofNullable(when);
    }

    void requireComplete() {
        if (steps == null && stages().isEmpty()) {
            throw new JenkinsfileException("stage " + name + " has neither steps nor stages nor parallel");
        }
    }
}
