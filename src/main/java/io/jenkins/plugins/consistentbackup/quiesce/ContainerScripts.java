package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Runs short shell scripts in containers: role probes, volume probes, writability and restore checks. */
public interface ContainerScripts {

    /**
     * Runs a script that is sent by standard input, never as an argument.
     *
     * @param container where
     * @param script POSIX shell
     * @param environment variables for it; values are data, whatever characters they have
     * @param timeout after which it is ended in the container and the future fails
     * @return what it printed and its exit status; fails with {@link HoldException} when it could not be run, when the
     *     connection was lost, or when the time was over
     */
    CompletableFuture<Output> run(
            ContainerRef container, String script, Map<String, String> environment, Duration timeout);

    /**
     * @param exitCode exit status
     * @param lines standard output, at most 2,000 lines
     * @param errors standard error, at most 200 lines
     */
    record Output(int exitCode, List<String> lines, List<String> errors) {}
}
