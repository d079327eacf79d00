package io.jenkins.plugins.consistentbackup.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --output}, and where the command that has it prints to. */
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "Format of the result: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private Output.Format format;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** @param watched whether people see standard error as it is written */
    Output output(final boolean watched) {
        return new Output(command.commandLine().getOut(), command.commandLine().getErr(), format, watched);
    }
}
