package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.local.Table;
import io.jenkins.plugins.consistentbackup.local.TemplateFolder;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code template}: alone it lists them. Needs no cluster. */
@Command(
        name = "template",
        aliases = "templates",
        description = "List the hook templates and how each was proved; or write, check and test one of your own.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {
            TemplateNewCommand.class,
            LintCommand.class,
            TemplateTestCommand.class,
            TemplateSchemaCommand.class
        })
final class TemplateCommand implements Callable<Integer> {
    @Option(
            names = "--templates",
            paramLabel = "DIR",
            description = "Hook templates (*.yaml) besides the built-in ones. May be given several times.")
    private List<Path> folders = new ArrayList<>();

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        TemplateLibrary library = TemplateLibrary.builtIn();
        for (Path folder : folders) {
            library = TemplateFolder.addTo(library, folder);
        }
        Table table = new Table("TEMPLATE", "FOR", "HOLD", "WRITES", "PROVED");
        for (HookTemplate template : library.all()) {
            table.row(
                    template.name(),
                    template.title(),
                    template.hold().family().name().toLowerCase(Locale.ROOT),
                    template.hold().blocksWrites() ? "wait" : "go on",
                    template.proved());
        }
        output.output(false).result(library.all(), table.lines());
        return ExitCodes.DONE;
    }
}
