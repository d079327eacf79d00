package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.local.InputException;
import io.jenkins.plugins.consistentbackup.template.HoldRecipe.Family;
import io.jenkins.plugins.consistentbackup.trial.StartingTemplate;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code template new}. */
@Command(
        name = "new",
        description =
                "Write a template to start from, with comments, and a test beside it: NAME.yaml and NAME.test.yaml.")
final class TemplateNewCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The template's name: a-z, 0-9 and -.")
    private String name;

    @Option(
            names = "--family",
            paramLabel = "FAMILY",
            defaultValue = "session",
            description = "What drops the lock: ${COMPLETION-CANDIDATES}. session: the end of the client that took it;"
                    + " state: only a command; flush: nothing is held. Default: ${DEFAULT-VALUE}.")
    private Family family;

    @Option(names = "--into", paramLabel = "DIR", defaultValue = ".", description = "Where; default: here.")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        StartingTemplate start = StartingTemplate.of(name, family);
        Path template = folder.resolve(name + ".yaml");
        Path tests = TemplateTestCommand.testsOf(template);
        write(template, start.template());
        write(tests, start.tests());
        spec.commandLine()
                .getOut()
                .println("wrote " + template + " and " + tests + "; next: consistent-backup template" + " test "
                        + template);
        return ExitCodes.DONE;
    }

    private static void write(final Path file, final String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new InputException(file + " is there already: choose another name, or remove it", e);
        } catch (IOException e) {
            throw new InputException("cannot write " + file + ": " + e, e);
        }
    }
}
