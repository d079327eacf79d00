package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Feed;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why a claim is not bound, as the provisioner said it: not enough capacity is only ever told as an event. */
final class ClaimEvents {
    private final RestoreState state;
    private final Tools tools;

    ClaimEvents(final RestoreState state, final Tools tools) {
        this.state = state;
        this.tools = tools;
    }

    /** The given wait, whose failure also says what the last warning about the claim was. */
    CompletableFuture<Void> explain(final String claim, final CompletableFuture<?> wait) {
        return wait.handle((bound, failure) -> failure == null
                        ? Steps.done()
                        : lastWarning(claim).thenAccept(warning -> {
                            throw Explained.of(
                                    failure, warning.map(text -> ": " + text).orElse(""));
                        }))
                .thenCompose(outcome -> outcome);
    }

    /**
     * Does what waits, in one way or another, for the run's claims to be bound. As soon as the storage says that it has
     * no room for one of them, all waiting ends.
     *
     * @param waiting gets tools whose waits end then
     */
    CompletableFuture<Void> unlessFull(final Function<Tools, CompletableFuture<Void>> waiting) {
        if (roomMayComeFree()) {
            return waiting.apply(tools);
        }
        return unbound()
                .thenCompose(claims -> claims.isEmpty()
                        ? waiting.apply(tools)
                        : tools.cluster()
                                .feed(Kind.EVENTS, state.namespace())
                                .thenCompose(events -> unlessTold(events, claims, waiting)));
    }

    private CompletableFuture<Void> unlessTold(
            final Feed<Event> events,
            final Set<String> claims,
            final Function<Tools, CompletableFuture<Void>> waiting) {
        CompletableFuture<Void> full = events.until(
                seen -> shortage(claims, seen.values().stream().toList()),
                Duration.ofDays(1), // The waits have limits of their own.
                "the storage of namespace " + state.namespace() + " to say that it is full");
        return waiting.apply(tools.endedBy(full)).whenComplete((nothing, failure) -> events.close());
    }

    /** Never a value: an exception is what ends the waits. */
    private Optional<Void> shortage(final Set<String> claims, final List<Event> events) {
        events.stream()
                .filter(event -> claims.contains(event.getInvolvedObject().getUid()))
                .filter(Shortage::isTold)
                .findFirst()
                .ifPresent(event -> {
                    throw Shortage.ofStorage(
                            event.getInvolvedObject().getName(), state.namespace(), event.getMessage());
                });
        return Optional.empty();
    }

    /** In the namespace profile the replaced volume is removed, which may take a while and be what gives the room. */
    private boolean roomMayComeFree() {
        return state.profile == Profile.NAMESPACE;
    }

    /** Uids of the run's claims that have no volume yet. */
    private CompletableFuture<Set<String>> unbound() {
        return Steps.collect(state.claims, claim -> tools.cluster().get(Kind.CLAIMS, state.namespace(), claim.name))
                .thenApply(found -> found.stream()
                        .flatMap(Optional::stream)
                        .filter(claim -> !ClaimSwap.isBound(claim))
                        .map(ClaimEvents::uidOf)
                        .collect(Collectors.toSet()));
    }

    private static String uidOf(final PersistentVolumeClaim claim) {
        return claim.getMetadata().getUid();
    }

    private CompletableFuture<Optional<String>> lastWarning(final String claim) {
        return tools.cluster()
                .list(Kind.EVENTS, state.namespace(), Map.of())
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
