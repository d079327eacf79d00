package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.Event;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Why a claim is not bound, as the provisioner said it: not enough capacity is only ever told as an event. */
final class ClaimEvents {
    private final Tools tools;
    private final String namespace;

    ClaimEvents(final Tools tools, final String namespace) {
        this.tools = tools;
        this.namespace = namespace;
    }

    /** The given wait, whose failure also says what the last warning about the claim was. */
    CompletableFuture<Void> explain(final String claim, final CompletableFuture<?> wait) {
        return wait.handle((bound, failure) -> failure == null
                        ? Steps.done()
                        : lastWarning(claim).thenAccept(warning -> {
                            throw new RestoreException(Futures.cause(failure).getMessage()
                                    + warning.map(text -> ": " + text).orElse(""));
                        }))
                .thenCompose(outcome -> outcome);
    }

    private CompletableFuture<Optional<String>> lastWarning(final String claim) {
        return tools.cluster()
                .list(Kind.EVENTS, namespace, Map.of())
                .handle((events, unreadable) -> unreadable == null ? last(claim, events) : Optional.empty());
    }

    private static Optional<String> last(final String claim, final List<Event> events) {
        return events.stream()
                .filter(event -> "Warning".equals(event.getType()))
                .filter(event ->
                        "PersistentVolumeClaim".equals(event.getInvolvedObject().getKind())
                                && claim.equals(event.getInvolvedObject().getName()))
                .max(Comparator.comparing(
                        Event::getLastTimestamp, Comparator.nullsFirst(Comparator.<String>naturalOrder())))
                .map(event -> event.getReason() + ": " + event.getMessage());
    }
}
