package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.template.TemplateSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code template schema}. */
@Command(name = "schema", description = "Print the JSON Schema that editors complete and check with.")
final class TemplateSchemaCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "WHICH",
            arity = "0..1",
            defaultValue = "template",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private TemplateSchema schema;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(schema.text());
        spec.commandLine().getOut().flush();
        return ExitCodes.DONE;
    }
}
