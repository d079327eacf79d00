package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What commands have in common that work on a cluster: how to reach it, and how to print. */
abstract class OnCluster implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "Format of the result: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private Output.Format format;

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

    @Spec
    private CommandSpec spec;

    @Override
    public final Integer call() throws InterruptedException {
        boolean watched = progress == Progress.always || progress == Progress.auto && System.console() != null;
        Output output =
                new Output(spec.commandLine().getOut(), spec.commandLine().getErr(), format, watched);
        try (LocalEngine engine = cluster.open()) {
            return run(engine, cluster.namespace(), output);
        }
    }

    /** Does it, and returns the exit code. */
    abstract int run(LocalEngine engine, String namespace, Output output) throws InterruptedException;
}
