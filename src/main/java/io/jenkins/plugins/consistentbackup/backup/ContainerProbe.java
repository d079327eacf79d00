package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts.Output;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks a container, before anything is held, what the plan must know of it. Changes nothing there. */
final class ContainerProbe {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String MISSING_PROGRAMS = """
            for program in $CONSISTENT_BACKUP_NEEDS; do
                command -v "$program" > /dev/null 2>&1 || echo "$program"
            done
            """;

    private final ContainerScripts scripts;

    ContainerProbe(final ContainerScripts scripts) {
        this.scripts = scripts;
    }

    /**
     * What was learned of a container.
     *
     * @param role its role among its replicas
     * @param volumeLines what the template's volume probe printed; empty when all its volumes hold data
     */
    record Findings(Role role, List<String> volumeLines) {}

    CompletableFuture<Findings> probe(final SelectedContainer container) {
        HookTemplate template = container.template();
        return requirePrograms(container)
                .thenCompose(nothing -> run(container, template.role(), "role probe"))
                .thenCompose(roleLines -> {
                    Role role = roleLines.isEmpty() ? Role.ONLY : roleOf(container, roleLines);
                    return run(container, template.volumes(), "volume probe")
                            .thenApply(volumeLines -> new Findings(role, volumeLines));
                });
    }

    /** Also where a template needs none: without a shell the hold would be the first to find that out. */
    private CompletableFuture<Void> requirePrograms(final SelectedContainer container) {
        Map<String, String> environment = new HashMap<>(container.parameters());
        environment.put(
                "CONSISTENT_BACKUP_NEEDS", String.join(" ", container.template().needs()));
        return scripts.run(container.reference(), MISSING_PROGRAMS, environment, LIMIT)
                .thenAccept(output -> {
                    if (!output.lines().isEmpty()) {
                        throw new BackupException("container " + container.reference() + " has no "
                                + String.join(", ", output.lines()) + " on its PATH, which template "
                                + container.template().name()
                                + " needs; use an image that has it, or another template");
                    }
                });
    }

    private CompletableFuture<List<String>> run(
            final SelectedContainer container, final Optional<String> script, final String what) {
        if (script.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return scripts.run(container.reference(), script.get(), container.parameters(), LIMIT)
                .thenApply(output -> {
                    requireSuccess(container.reference(), output, what);
                    return output.lines();
                });
    }

    private static void requireSuccess(final ContainerRef container, final Output output, final String what) {
        if (output.exitCode() != 0) {
            throw new BackupException("the " + what + " in " + container + " ended with status " + output.exitCode()
                    + (output.errors().isEmpty() ? "" : ": " + String.join(" / ", output.errors())));
        }
    }

    private static Role roleOf(final SelectedContainer container, final List<String> lines) {
        String said = String.join(" ", lines).strip();
        return switch (said) {
            case "primary" -> Role.PRIMARY;
            case "replica" -> Role.REPLICA;
            default ->
                throw new BackupException("the role probe of template "
                        + container.template().name() + " in " + container.reference() + " printed '" + said
                        + "', which is neither primary nor replica; the template is wrong for this database");
        };
    }
}
