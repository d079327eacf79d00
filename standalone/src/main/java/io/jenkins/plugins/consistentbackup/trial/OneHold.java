package io.jenkins.plugins.consistentbackup.trial;

import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.quiesce.Hold;
import io.jenkins.plugins.consistentbackup.quiesce.Hold.Released;
import io.jenkins.plugins.consistentbackup.quiesce.HoldRequest;
import io.jenkins.plugins.consistentbackup.quiesce.Quiescer;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** A hold from its first line to its last, with nothing cut in it. */
final class OneHold {
    private static final Duration LOCK_WAIT = Duration.ofSeconds(5);
    private static final Duration BUDGET = Duration.ofSeconds(10);
    private static final Duration DEADLINE = Duration.ofSeconds(13);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private OneHold() {}

    /**
     * What came of it.
     *
     * @param proof the same one, twice
     * @param released what the release brought
     */
    record Result(String proof, Released released) {}

    static HoldRequest request(
            final ContainerRef container, final HookTemplate template, final Map<String, String> parameters) {
        String id = "trial-" + UUID.randomUUID();
        return new HoldRequest(id, container, template, parameters, LOCK_WAIT, BUDGET, DEADLINE, HEARTBEAT);
    }

    /**
     * Holds, proves twice, lets go, asks for the log where the template has one, and ends.
     *
     * @throws io.jenkins.plugins.consistentbackup.quiesce.HoldException when any of that failed; the container lets go
     *     by itself then
     */
    static Result of(final Quiescer quiescer, final HoldRequest request) throws InterruptedException {
        Hold hold = Await.result(quiescer.hold(request));
        try {
            String proof = hold.proof();
            Await.result(hold.prove());
            Released released = Await.result(hold.release());
            if (request.template().hold().retained().isPresent()) {
                Await.result(hold.proveRetained());
            }
            Await.result(hold.end());
            return new Result(proof, released);
        } finally {
            hold.end();
        }
    }
}
