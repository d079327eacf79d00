package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.local.TemplateFolder;
import io.jenkins.plugins.consistentbackup.template.Finding;
import io.jenkins.plugins.consistentbackup.template.Finding.Severity;
import io.jenkins.plugins.consistentbackup.template.TemplateLinter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code template lint}, and {@code lint} for short. Needs no cluster. */
@Command(
        name = "lint",
        description = "Check hook templates: can they be read, and are they known to be wrong? Status 1 if one has"
                + " errors.")
final class LintCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Templates, or folders of them.")
    private List<Path> paths;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        List<Path> files = paths.stream()
                .flatMap(path -> Files.isDirectory(path) ? TemplateFolder.files(path).stream() : Stream.of(path))
                .toList();
        List<Finding> findings = files.stream()
                .flatMap(file -> TemplateLinter.lint(file.toString(), TemplateFolder.text(file)).stream())
                .toList();
        long errors = findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .count();
        List<String> summary = List.of(
                files.size() + " templates, " + errors + " errors, " + (findings.size() - errors) + " warnings");
        output.output(false)
                .result(
                        findings,
                        Stream.concat(findings.stream().map(Finding::toString), summary.stream())
                                .toList());
        return errors == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
    }
}
