package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code sh}: a script in a real shell, in a workspace, with the given environment and nothing of this process. */
public final class ShellStep implements Step {
    private final Path workspace;
    private final Supplier<Map<String, String>> environment;
    private final BuildListener listener;

    /**
     * @param workspace where scripts run
     * @param environment variables of a script besides those of the build, asked for when it starts
     * @param listener hears what scripts print
     */
    public ShellStep(Path workspace, Supplier<Map<String, String>> environment, BuildListener listener) {
        this.workspace = workspace;
        this.environment = environment;
        this.listener = listener;
    }

    @Override
    public Object run(StepCall call) throws InterruptedException {
        String script = call.mainText("script");
        boolean wantsOutput = call.isSet("returnStdout");
        List<String> output = new ArrayList<>();
        script.strip().lines().forEach(line -> listener.line("+ " + line.strip()));
        Map<String, String> variables = new HashMap<>(environment.get());
        variables.putAll(call.environment());
        int status = execute(script, variables, line -> {
            output.add(line);
            if (!wantsOutput) {
                listener.line(line);
            }
        });
        if (call.isSet("returnStatus")) {
            return status;
        }
        if (status != 0) {
            throw new StepFailedException("script returned exit code " + status);
        }
        return wantsOutput ? output.stream().collect(Collectors.joining("\n", "", "\n")) : null;
    }

    private int execute(String script, Map<String, String> variables, Consumer<String> lines)
            throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-e", "-c", script)
                .directory(workspace.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(variables);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            // Read by another thread, because a thread that reads hears of no interrupt.
            CompletableFuture<Void> reading = CompletableFuture.runAsync(
                    () -> process.inputReader(StandardCharsets.UTF_8).lines().forEach(lines));
            try {
                int status = process.waitFor();
                reading.join();
                return status;
            } finally {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
        } catch (IOException e) {
            throw new StepFailedException("no shell: " + e.getMessage(), e);
        }
    }
}
