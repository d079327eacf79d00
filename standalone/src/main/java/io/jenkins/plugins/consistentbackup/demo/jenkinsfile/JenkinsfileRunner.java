package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilerConfiguration;

/** Runs a Jenkinsfile with the given steps. Not thread-safe; one runner can run several builds after each other. */
public final class JenkinsfileRunner {
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final BuildListener listener;

    /** @param listener hears the log */
    public JenkinsfileRunner(BuildListener listener) {
        this.listener = listener;
    }

    /** Binds a step; takes the place of a basic one of the same name. */
    public JenkinsfileRunner step(String name, Step step) {
        steps.put(name, step);
        return this;
    }

    /** Sets a variable of the environment. */
    public JenkinsfileRunner environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Gives a parameter another value than its default. */
    public JenkinsfileRunner parameter(String name, Object value) {
        parameters.put(name, value);
        return this;
    }

    /**
     * Runs a file, in the calling thread; interrupting that aborts the build.
     *
     * @throws JenkinsfileException when the file cannot be read or run at all
     */
    public BuildOutcome run(Path file) {
        try {
            return run(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new JenkinsfileException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    BuildOutcome run(String fileName, String text) {
        Build build = new Build(fileName, listener, steps, environment, parameters);
        return build.run(compile(fileName, text));
    }

    private static PipelineScript compile(String fileName, String text) {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(PipelineScript.class.getName());
        GroovyShell shell = new GroovyShell(JenkinsfileRunner.class.getClassLoader(), new Binding(), configuration);
        try {
            return (PipelineScript) shell.parse(text, fileName);
        } catch (CompilationFailedException e) {
            throw new JenkinsfileException(e.getMessage(), e);
        }
    }
}
