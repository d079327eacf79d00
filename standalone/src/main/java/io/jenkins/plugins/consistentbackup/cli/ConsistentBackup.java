package io.jenkins.plugins.consistentbackup.cli;

import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command. */
@Command(
        name = "consistent-backup",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "consistent-backup (development)",
        description = "Backs up the databases of a Kubernetes namespace together and provably, and puts them back.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeOnInvalidInput = ExitCodes.BAD_INPUT,
        exitCodeOnExecutionException = ExitCodes.FAILED,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:tried and failed; nothing is held any more",
            "2:nothing was tried: the command line, a file or a name is wrong",
            "3:nothing was changed: a right is missing",
            "130:interrupted (Ctrl-C); everything was released first"
        },
        subcommands = {
            PlanCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            UndoCommand.class,
            ListCommand.class,
            ShowCommand.class,
            DeleteCommand.class,
            KeptCommand.class,
            TemplateCommand.class,
            LintCommand.class,
            ClusterCommand.class,
            DemoCommand.class,
            BenchCommand.class,
            GenerateCompletion.class
        })
public final class ConsistentBackup {
    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show warnings of the libraries, and where an error came from.")
    private boolean verbose;

    public static void main(String[] args) {
        // So that System.console() means a terminal on every Java: since 22 it is never null by default.
        System.setProperty("jdk.console", "java.base");
        System.exit(execute(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /** Runs one command line and returns its exit status. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        ConsistentBackup top = new ConsistentBackup();
        CommandLine line = new CommandLine(top)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(top::run)
                .setExecutionExceptionHandler(top::report)
                .registerConverter(java.time.Duration.class, new DurationConverter());
        return line.execute(args);
    }

    private int run(ParseResult parsed) {
        ROOT_LOGGER.setLevel(verbose ? Level.INFO : Level.SEVERE);
        if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
            parsed.commandSpec()
                    .commandLine()
                    .usage(parsed.commandSpec().commandLine().getErr());
            return ExitCodes.BAD_INPUT;
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private int report(Exception failure, CommandLine line, ParseResult parsed) {
        FailureText text = FailureText.of(failure);
        line.getErr().println("consistent-backup: " + text.message());
        if (verbose) {
            failure.printStackTrace(line.getErr());
        } else if (!text.expected()) {
            line.getErr().println("This was not foreseen; --verbose shows where it came from.");
        }
        return text.exitCode();
    }
}
