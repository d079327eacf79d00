package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands have in common that work on a cluster: how to reach it, and how to print. */
abstract class OnCluster implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private OutputOption output;

    /** When progress is shown. */
    enum Progress {
        auto,
        always,
        never
    }

    @Option(
            names = "--progress",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "Show progress on standard error: ${COMPLETION-CANDIDATES}; auto means on a terminal.")
    private Progress progress;

    @Override
    public final Integer call() throws InterruptedException {
        boolean watched = progress == Progress.always || progress == Progress.auto && System.console() != null;
        try (LocalEngine engine = cluster.open()) {
            return run(engine, cluster.namespace(), output.output(watched));
        }
    }

    /** Does it, and returns the exit code. */
    abstract int run(LocalEngine engine, String namespace, Output output) throws InterruptedException;
}
