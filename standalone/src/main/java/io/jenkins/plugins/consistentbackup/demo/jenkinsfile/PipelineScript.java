package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import groovy.lang.MissingPropertyException;
import groovy.lang.Script;

/** What a Jenkinsfile is compiled to: unknown methods are steps, unknown variables those of the build. */
public abstract class PipelineScript extends Script {
    private Build build;

    void attachTo(Build running) {
        this.build = running;
    }

    @Override
    public Object invokeMethod(String name, Object arguments) {
        return build.call(name, (Object[]) arguments);
    }

    @Override
    public Object getProperty(String name) {
        if (getBinding().hasVariable(name)) {
            return super.getProperty(name);
        }
        return build.variable(name).orElseThrow(() -> new MissingPropertyException(name, PipelineScript.class));
    }
}
