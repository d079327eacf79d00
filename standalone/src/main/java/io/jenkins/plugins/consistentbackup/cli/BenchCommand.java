package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.bench.Bench;
import io.jenkins.plugins.consistentbackup.bench.BenchSizes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}. */
@Command(
        name = "bench",
        description = "Measure the engine in an embedded cluster, beside the same cuts by a kubectl script.")
final class BenchCommand implements Callable<Integer> {
    @Option(
            names = "--volumes",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,10,100",
            description = "For how many volumes; default: ${DEFAULT-VALUE}.")
    private List<Integer> volumes;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "20",
            description = "Backups of each, after five that are not counted; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--waiting",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many backups wait for ready at the same time; default: ${DEFAULT-VALUE}.")
    private int waiting;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        new Bench(spec.commandLine().getOut(), new BenchSizes(volumes, rounds, waiting)).run();
        return ExitCodes.DONE;
    }
}
