package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.local.InputException;
import io.jenkins.plugins.consistentbackup.local.TemplateFolder;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import io.jenkins.plugins.consistentbackup.trial.Mismatch;
import io.jenkins.plugins.consistentbackup.trial.TemplateTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code template test}. */
@Command(
        name = "test",
        description = {
            "Test a template: without a database, by the tests in FILE.test.yaml beside it; or, with --pod or"
                    + " --process, on one that runs: it is probed, held, proved, let go and written to, and nothing is"
                    + " cut.",
            "Status 1 if something is not as expected."
        })
final class TemplateTestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Templates, or their tests.")
    private List<Path> files;

    @Option(
            names = "--shell",
            paramLabel = "PROGRAM",
            defaultValue = "/bin/sh",
            description = "What containers have as sh, for tests without a database; default: ${DEFAULT-VALUE}.")
    private Path shell;

    @ArgGroup
    private TrialPlace place;

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "A parameter of the template, for --pod and --process.")
    private Map<String, String> parameters = Map.of();

    @Mixin
    private OutputOption output;

    /** Where the tests of a template are: {@code shop.test.yaml} for {@code shop.yaml}. */
    static Path testsOf(final Path template) {
        String name = template.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        return template.resolveSibling(name + ".test.yaml");
    }

    /** The templates that were meant, each once: the shell's {@code *.yaml} names their tests as well. */
    private List<Path> templates() {
        return files.stream()
                .map(file ->
                        file.resolveSibling(file.getFileName().toString().replaceFirst("\\.test\\.ya?ml$", ".yaml")))
                .distinct()
                .toList();
    }

    @Override
    public Integer call() throws InterruptedException {
        Output results = output.output(false);
        if (place != null) {
            for (Path file : templates()) {
                place.tryOut(template(file), parameters, results);
            }
            return ExitCodes.DONE;
        }
        return unitTests(results);
    }

    private int unitTests(final Output results) throws InterruptedException {
        int count = 0;
        List<Mismatch> mismatches = new ArrayList<>();
        if (!Files.isExecutable(shell)) {
            throw new InputException("--shell " + shell + " is no program: name one by its whole path");
        }
        try (TemplateTests tests = new TemplateTests(shell)) {
            for (Path file : templates()) {
                HookTemplate template = template(file);
                Path beside = testsOf(file);
                TemplateTests.Result result = tests.run(template, beside.toString(), TemplateFolder.text(beside));
                count += result.tests();
                mismatches.addAll(result.mismatches());
            }
        }
        long failed = mismatches.stream()
                .map(mismatch -> mismatch.source() + mismatch.test())
                .distinct()
                .count();
        String summary = count - failed + " tests passed, " + failed + " failed";
        results.result(
                mismatches,
                Stream.concat(mismatches.stream().flatMap(each -> each.lines().stream()), Stream.of(summary))
                        .toList());
        return mismatches.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    /** Read and linted, as a library would. */
    private static HookTemplate template(final Path file) {
        return TemplateLibrary.empty()
                .with(TemplateOrigin.WORKSPACE, file.toString(), TemplateFolder.text(file))
                .all()
                .get(0);
    }
}
