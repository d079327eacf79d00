package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import groovy.lang.Closure;
import java.util.List;

/** {@code stages { … }} and {@code parallel { … }}. */
final class StagesSection extends Section {
    private final List<StageSection> stages;

    StagesSection(List<StageSection> stages) {
        super("stages");
        this.stages = stages;
    }

    public void stage(String name, Closure<?> closure) {
        StageSection stage = new StageSection(name);
        stage.fill(closure);
        stage.requireComplete();
        stages.add(stage);
    }
}
