package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restore}. */
@Command(
        name = "restore",
        description = "Put a set's data back in place, or make a copy of it in another namespace. What is replaced is"
                + " kept; see undo and kept.")
final class RestoreCommand extends OnCluster {
    @Parameters(
            paramLabel = "SET",
            arity = "0..1",
            defaultValue = RestoreRequest.NEWEST,
            description = "Id of the set; default: the ${DEFAULT-VALUE} one.")
    private String set;

    @Option(names = "--clone-into", paramLabel = "NAMESPACE", description = "Make a copy there; replace nothing.")
    private String cloneInto;

    @Option(
            names = "--template-config-map",
            paramLabel = "NAME",
            description =
                    "A ConfigMap of the namespace whose values are hook templates, for a set that was held with one.")
    private String templateConfigMap;

    @Option(names = "--roll-back", description = "Give the workload back the images that the set was made with.")
    private boolean rollBack;

    @Mixin
    private RestoreOptions options;

    @Override
    int run(LocalEngine engine, String namespace, Output output) throws InterruptedException {
        if (!set.equals(RestoreRequest.NEWEST)) {
            SetId.of(set); // A mistyped id is the user's mistake, and no failed restore.
        }
        RestoreRequest request = new RestoreRequest(
                namespace,
                set,
                Optional.ofNullable(templateConfigMap),
                Optional.ofNullable(cloneInto),
                LocalEngine.requester(),
                options.choices().withRollBackWorkload(rollBack),
                options.limits());
        return RestoreRuns.run(engine, Await.result(engine.restorer().plan(request)), options.planOnly(), output);
    }
}
