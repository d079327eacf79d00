package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import groovy.lang.Closure;
import groovy.lang.GroovyRuntimeException;
import io.jenkins.plugins.consistentbackup.demo.jenkinsfile.BuildListener.StageEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One run of a Jenkinsfile: what its script sees, and what has become of it. Lives in one thread. */
final class Build {
    private static final Set<String> AGENTS = Set.of("any", "none");

    private final String fileName;
    private final BuildListener listener;
    private final Map<String, Step> steps;
    private final EnvironmentVariables environment;
    private final Map<String, Object> parameters;
    private final CurrentBuild current = new CurrentBuild();
    private final List<String> failedPosts = new ArrayList<>();
    private PipelineScript script;
    private String failure;

    Build(
            String fileName,
            BuildListener listener,
            Map<String, Step> steps,
            Map<String, String> environment,
            Map<String, Object> parameters) {
        this.fileName = fileName;
        this.listener = listener;
        this.environment = new EnvironmentVariables(environment);
        this.parameters = new LinkedHashMap<>(parameters);
        this.steps = new LinkedHashMap<>(BasicSteps.of(this, listener));
        this.steps.putAll(steps);
    }

    /** Runs the script, which must call {@code pipeline} once. */
    BuildOutcome run(PipelineScript compiled) {
        script = compiled;
        script.attachTo(this);
        PipelineSection pipeline = read();
        pipeline.parameterDefaults().forEach(parameters::putIfAbsent);
        run(pipeline);
        return new BuildOutcome(current.result(), Optional.ofNullable(failure), List.copyOf(failedPosts));
    }

    /** The sections, of which no step has run yet. */
    private PipelineSection read() {
        PipelineSection pipeline = new PipelineSection();
        List<Closure<?>> found = new ArrayList<>();
        steps.put("pipeline", call -> found.add(call.body()));
        try {
            script.run();
            if (found.size() != 1) {
                throw new JenkinsfileException(fileName + " must have one pipeline block, and has " + found.size());
            }
            pipeline.fill(found.get(0));
        } catch (GroovyRuntimeException | NullPointerException | StepFailedException e) {
            throw new JenkinsfileException(FailureText.of(e, fileName), e);
        }
        pipeline.requireComplete();
        return pipeline;
    }

    EnvironmentVariables environment() {
        return environment;
    }

    CurrentBuild current() {
        return current;
    }

    /** A step, or a method that nobody defined. */
    Object call(String name, Object[] arguments) {
        Step step = steps.get(name);
        if (step == null) {
            throw new StepFailedException("No such step '" + name + "' here; known are " + steps.keySet());
        }
        try {
            return step.run(new StepCall(name, arguments, variables()));
        } catch (InterruptedException e) {
            throw new AbortedException(e);
        }
    }

    /** What a shell would see: parameters are variables of the environment too. */
    private Map<String, String> variables() {
        Map<String, String> all = new LinkedHashMap<>();
        parameters.forEach((name, value) -> all.put(name, String.valueOf(value)));
        all.putAll(environment.values());
        return all;
    }

    /** A variable that the script did not set itself, as Jenkins resolves it. */
    Optional<Object> variable(String name) {
        return switch (name) {
            case "env" -> Optional.of(environment);
            case "params" -> Optional.of(parameters);
            case "currentBuild" -> Optional.of(current);
            default -> {
                if (AGENTS.contains(name)) {
                    yield Optional.of(name);
                }
                Object value = environment.contains(name) ? environment.getProperty(name) : parameters.get(name);
                yield Optional.ofNullable(value);
            }
        };
    }

    /** Runs a block of steps. Its calls must reach the script, not the section in whose braces it stands. */
    Object evaluate(Closure<?> block) {
        return block.rehydrate(script, script, script).call();
    }

    private void run(PipelineSection pipeline) {
        attempt(() -> {
            pipeline.environment().ifPresent(this::assign);
            pipeline.stages().forEach(this::run);
        });
        pipeline.post().ifPresent(this::runPost);
    }

    private void run(StageSection stage) {
        if (current.result().compareTo(BuildResult.FAILURE) >= 0) {
            listener.stage(stage.name(), StageEvent.SKIPPED_AFTER_FAILURE);
            return;
        }
        listener.stage(stage.name(), StageEvent.STARTED);
        Map<String, String> before = environment.values();
        boolean[] skipped = new boolean[1];
        boolean succeeded = attempt(() -> {
            stage.environment().ifPresent(this::assign);
            skipped[0] = !isWanted(stage);
            if (!skipped[0]) {
                stage.steps().ifPresent(this::evaluate);
                stage.stages().forEach(this::run);
            }
        });
        if (!skipped[0]) {
            stage.post().ifPresent(this::runPost);
        }
        environment.reset(before);
        boolean whole = succeeded && current.result().compareTo(BuildResult.FAILURE) < 0;
        listener.stage(
                stage.name(), skipped[0] ? StageEvent.SKIPPED : whole ? StageEvent.SUCCEEDED : StageEvent.FAILED);
    }

    private boolean isWanted(StageSection stage) {
        WhenSection when = new WhenSection(this);
        stage.when().ifPresent(when::fill);
        return when.allHold();
    }

    private void assign(Closure<?> assignments) {
        new EnvironmentSection(environment, script).fill(assignments);
    }

    private void runPost(PostSection post) {
        for (Closure<?> block : post.blocksFor(current.result())) {
            String before = failure;
            if (!attempt(() -> evaluate(block))) {
                failedPosts.add(failure);
                failure = before == null ? failure : before;
            }
        }
    }

    /** Whether it went well. Anything that a script can throw is a failure of the build, whatever its class. */
    private boolean attempt(Runnable work) {
        try {
            work.run();
            return true;
        } catch (JenkinsfileException e) {
            throw e;
        } catch (AbortedException e) {
            fail(BuildResult.ABORTED, "aborted");
        } catch (RuntimeException | AssertionError e) {
            fail(BuildResult.FAILURE, FailureText.of(e, fileName));
        }
        return false;
    }

    private void fail(BuildResult result, String message) {
        current.worsen(result);
        failure = message;
        listener.line("ERROR: " + message);
    }

    /** The build was told to stop. */
    static final class AbortedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AbortedException(InterruptedException cause) {
            super("aborted", cause);
        }
    }
}
