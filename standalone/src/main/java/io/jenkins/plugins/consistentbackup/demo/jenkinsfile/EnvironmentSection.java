package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

/** {@code environment { NAME = "value" }}; a value may use what was set before it. */
final class EnvironmentSection extends Section {
    private final EnvironmentVariables variables;
    private final PipelineScript script;

    EnvironmentSection(EnvironmentVariables variables, PipelineScript script) {
        super("environment");
        this.variables = variables;
        this.script = script;
    }

    @Override
    public void setProperty(String name, Object value) {
        variables.setProperty(name, value);
    }

    @Override
    public Object getProperty(String name) {
        return script.getProperty(name);
    }
}
