package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.demo.Demo;
import io.jenkins.plugins.consistentbackup.demo.DemoException;
import io.jenkins.plugins.consistentbackup.local.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}. */
@Command(
        name = "demo",
        description =
                "Real databases in a cluster of this process: a Jenkinsfile backs them up, breaks them and puts the"
                        + " data back. Status 1 if a promise was broken. Leaves nothing behind.")
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--jenkinsfile",
            paramLabel = "FILE",
            description = "The Jenkinsfile to run; default: Jenkinsfile.example of this repository.")
    private Path jenkinsfile = Path.of(System.getProperty("consistent-backup.top", "."), "Jenkinsfile.example");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (!Files.isReadable(jenkinsfile)) {
            throw new InputException("cannot read " + jenkinsfile + "; name a Jenkinsfile with --jenkinsfile");
        }
        try {
            boolean kept = new Demo(jenkinsfile, spec.commandLine().getOut()).run();
            return kept ? ExitCodes.DONE : ExitCodes.FAILED;
        } catch (DemoException e) {
            spec.commandLine().getErr().println("consistent-backup: the demo cannot go on: " + e.getMessage());
            return ExitCodes.FAILED;
        }
    }
}
