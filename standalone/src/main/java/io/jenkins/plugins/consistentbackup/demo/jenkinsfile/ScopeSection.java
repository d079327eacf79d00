package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code pipeline} and {@code stage} have in common. */
abstract class ScopeSection extends Section {
    private final List<StageSection> stages = new ArrayList<>();
    private Closure<?> environment;
    private PostSection post;
    private boolean agentGiven;

    ScopeSection(String title) {
        super(title);
    }

    public void agent(Object where) {
        agentGiven = true;
    }

    public void options(Closure<?> closure) {
        new FreeSection().fill(closure);
    }

    public void tools(Closure<?> closure) {
        new FreeSection().fill(closure);
    }

    public void environment(Closure<?> closure) {
        environment = closure;
    }

    public void post(Closure<?> closure) {
        post = new PostSection();
        post.fill(closure);
    }

    public void stages(Closure<?> closure) {
        new StagesSection(stages).fill(closure);
    }

    final boolean hasAgent() {
        return agentGiven;
    }

    final List<StageSection> stages() {
        return stages;
    }

    /** Assignments that hold within it. */
    final Optional<Closure<?>> environment() {
        return Optional.ofNullable(environment);
    }

    final Optional<PostSection> post() {
        return Optional.ofNullable(post);
    }
}
