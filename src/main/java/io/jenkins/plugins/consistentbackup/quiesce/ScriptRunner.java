package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.cluster.ContainerExec;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/** Runs short scripts by sending them to a container's shell, which ends them itself when their time is over. */
public final class ScriptRunner implements ContainerScripts {
    /** How long after the script's own time the container may take to say that it ended it. */
    private static final Duration SLACK = Duration.ofSeconds(15);

    private final ShortExec exec;

    /** @param timer runs deadlines; never blocked by this class */
    public ScriptRunner(final ContainerExec exec, final ScheduledExecutorService timer) {
        this.exec = new ShortExec(exec, timer);
    }

    @Override
    public CompletableFuture<Output> run(
            final ContainerRef container,
            final String script,
            final Map<String, String> environment,
            final Duration timeout) {
        String mark = ContainerQuiescer.mark();
        return exec.run(container, HolderScript.run(script, environment, mark, timeout), timeout.plus(SLACK))
                .handle((result, failure) -> {
                    if (failure != null) {
                        throw new HoldException("cannot run a script in " + container + ": "
                                + ContainerQuiescer.cause(failure).getMessage());
                    }
                    return output(container, result, mark, timeout);
                });
    }

    private static Output output(
            final ContainerRef container, final ShortExec.Result result, final String mark, final Duration timeout) {
        String begin = mark + "-STATUS-";
        int at = result.last().indexOf(begin);
        String status = at < 0 ? "" : result.last().substring(at + begin.length());
        if ("LATE".equals(status)) {
            throw new HoldException(
                    "a script in " + container + " was ended after " + timeout.toSeconds() + " s" + result.tail());
        }
        if (result.end().isWithoutProgram()) {
            throw new NoShellException(container);
        }
        if (!status.matches("[0-9]{1,3}")) {
            String said = result.lines().isEmpty() ? "" : ": " + result.lines().get(0);
            throw new HoldException("a script in " + container + " did not end as it should (" + result.end() + ")"
                    + said + result.tail());
        }
        List<String> lines = result.lines().stream()
                .filter(line -> !line.startsWith(mark))
                .map(line -> line.contains(begin) ? line.substring(0, line.indexOf(begin)) : line)
                .toList();
        return new Output(Integer.parseInt(status), lines, result.errors());
    }
}
