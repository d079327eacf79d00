package io.jenkins.plugins.consistentbackup.bench;

import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest.Grouping;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.time.Duration;

/** A hold as of a database that takes and releases its lock at once: what it lasts is the engine's doing alone. */
final class BenchLock {
    private static final String NAME = "bench-lock";

    private static final String TEMPLATE = """
            name: %s
            title: A lock that costs nothing
            description: Says that it holds, and does not.
            fits:
              images: []
              volumes: any
              selectedByName: true
            hold:
              family: state
              blocksWrites: true
              acquire: ':'
              prove: echo held
              release: ':'
            writable: ':'
            levels:
              one: {atomic: none, torn: none}
              several: {atomic: none, torn: none}
              group: {atomic: none, torn: none}
            """.formatted(NAME);

    private BenchLock() {}

    static TemplateLibrary library() {
        return TemplateLibrary.builtIn().with(TemplateOrigin.WORKSPACE, NAME + ".yaml", TEMPLATE);
    }

    /** A backup of all volumes of a namespace, each cut by itself. */
    static BackupRequest request(String namespace) {
        return BackupRequest.in(namespace)
                .withTemplate(NAME)
                .withMinimumLevel(Level.NONE)
                .withGrouping(Grouping.NEVER)
                .withMaxFreeze(Duration.ofMinutes(5))
                .withRequester("the benchmark");
    }
}
