package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import groovy.lang.Closure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The steps that every Jenkins has and that need nothing from outside. {@code sh} is {@link ShellStep}'s. */
final class BasicSteps {
    private final Build build;
    private final BuildListener listener;

    private BasicSteps(Build build, BuildListener listener) {
        this.build = build;
        this.listener = listener;
    }

    static Map<String, Step> of(Build build, BuildListener listener) {
        BasicSteps basic = new BasicSteps(build, listener);
        Map<String, Step> steps = new LinkedHashMap<>();
        steps.put("echo", basic::echo);
        steps.put("error", basic::error);
        steps.put("script", basic::body);
        steps.put("node", basic::body);
        steps.put("timestamps", basic::body);
        steps.put("retry", basic::retry);
        steps.put("timeout", basic::timeout);
        steps.put("withEnv", basic::withEnv);
        steps.put("catchError", basic::catchError);
        steps.put("unstable", basic::unstable);
        steps.put("input", basic::input);
        steps.put("parallel", basic::parallel);
        steps.put("isUnix", call -> true);
        return steps;
    }

    private Object echo(StepCall call) {
        call.mainText("message").lines().forEach(listener::line);
        return null;
    }

    private Object error(StepCall call) {
        throw new StepFailedException(call.mainText("message"));
    }

    private Object body(StepCall call) {
        return build.evaluate(call.body());
    }

    private Object retry(StepCall call) {
        int attempts = Integer.parseInt(call.mainText("count"));
        for (int attempt = 1; attempt < attempts; attempt++) {
            try {
                return body(call);
            } catch (StepFailedException e) {
                listener.line("ERROR: " + e.getMessage());
                listener.line("Retrying");
            }
        }
        return body(call);
    }

    private Object timeout(StepCall call) throws InterruptedException {
        long time = Long.parseLong(call.mainText("time"));
        TimeUnit unit = TimeUnit.valueOf(call.text("unit").orElse("MINUTES"));
        Thread runner = Thread.currentThread();
        AtomicBoolean passed = new AtomicBoolean();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            clock.schedule(
                    () -> {
                        passed.set(true);
                        runner.interrupt();
                    },
                    time,
                    unit);
            return body(call);
        } catch (Build.AbortedException e) {
            if (passed.get()) {
                throw new StepFailedException("Timeout has been exceeded", e);
            }
            throw e;
        } finally {
            clock.shutdownNow();
        }
    }

    private Object withEnv(StepCall call) throws InterruptedException {
        return build.environment().with((List<?>) call.main("overrides"), () -> body(call));
    }

    private Object catchError(StepCall call) {
        try {
            return body(call);
        } catch (StepFailedException e) {
            listener.line("ERROR: " + e.getMessage());
            build.current().worsen(BuildResult.valueOf(call.text("buildResult").orElse("FAILURE")));
            return null;
        }
    }

    private Object unstable(StepCall call) {
        listener.line("WARNING: " + call.mainText("message"));
        build.current().worsen(BuildResult.UNSTABLE);
        return null;
    }

    /** Nobody is there to be asked. */
    private Object input(StepCall call) {
        listener.line(call.mainText("message") + " (taken as agreed: nobody is asked here)");
        return null;
    }

    private Object parallel(StepCall call) {
        call.named().forEach((name, branch) -> {
            if (branch instanceof Closure<?> closure) {
                listener.line("[" + name + "]");
                build.evaluate(closure);
            }
        });
        return null;
    }
}
