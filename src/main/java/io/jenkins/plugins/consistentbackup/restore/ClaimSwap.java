package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Puts one claim in the place of another of the same name, and takes that back. Never removes a last copy. */
final class ClaimSwap {
    private static final String RESTORE_AGAIN = "restore again";
    /** It was deleted just now, as what comes next will see; or admission webhooks want it to stay as it is. */
    private static final Set<Reason> MAY_STAY_UNMARKED = EnumSet.of(Reason.NOT_FOUND, Reason.FORBIDDEN, Reason.INVALID);

    private final RestoreState state;
    private final Tools tools;
    private final VolumeKeeping volumes;
    private final SafetySnapshots snapshots;

    ClaimSwap(final RestoreState state, final Tools tools) {
        this.state = state;
        this.tools = tools;
        volumes = new VolumeKeeping(state, tools);
        snapshots = new SafetySnapshots(state, tools);
    }

    /** Deletes the old claim, once its data is known to outlive it, and creates the new one. Idempotent. */
    CompletableFuture<Void> replace(final ReplacedClaim claim) {
        return current(claim).thenCompose(current -> switch (ClaimPlace.of(current, claim, state.id())) {
            case NEW -> Steps.done();
            case FREE -> createNew(claim);
            case OLD ->
                proveOldKept(claim)
                        .thenCompose(nothing -> remove(claim, current.orElseThrow()))
                        .thenCompose(nothing -> createNew(claim));
            case BACK, FOREIGN -> CompletableFuture.failedFuture(foreign(claim, RESTORE_AGAIN));
        });
    }

    /** Waits until the new claim is bound, where that happens without a pod that uses it. */
    CompletableFuture<Void> awaitBound(final ReplacedClaim claim) {
        return claim.bindsByItself || claim.sourceVolume != null ? untilBound(claim) : Steps.done();
    }

    private CompletableFuture<Void> untilBound(final ReplacedClaim claim) {
        String what = "claim " + claim.name + " in namespace " + state.namespace() + " to be bound";
        return new ClaimEvents(state, tools)
                .explain(
                        claim.name,
                        tools.until(
                                Kind.CLAIMS,
                                state.namespace(),
                                claims -> Optional.ofNullable(claims.get(claim.name))
                                        .filter(ClaimSwap::isBound),
                                state.limits().claims(),
                                what));
    }

    /**
     * Puts the old data back under the claim's name. What is there instead is kept when something may have been
     * written to it. Idempotent.
     */
    CompletableFuture<Void> putBack(final ReplacedClaim claim) {
        return current(claim)
                .thenCompose(current -> putBack(claim, current))
                .thenCompose(
                        nothing -> claim.hadData() && claim.safetySnapshot == null ? untilBound(claim) : Steps.done());
    }

    private CompletableFuture<Void> putBack(final ReplacedClaim claim, final Optional<PersistentVolumeClaim> current) {
        ClaimPlace place = ClaimPlace.of(current, claim, state.id());
        return switch (place) {
            case BACK -> Steps.done();
            case OLD ->
                current.orElseThrow().getMetadata().getDeletionTimestamp() == null
                        ? Steps.done()
                        : gone(claim, current.orElseThrow()).thenCompose(nothing -> createBack(claim));
            case FREE -> withholdNew(claim).thenCompose(nothing -> createBack(claim));
            case NEW, FOREIGN ->
                withholdNew(claim)
                        .thenCompose(nothing -> state.started || place == ClaimPlace.FOREIGN
                                ? keepReplacement(claim, current.orElseThrow())
                                : Steps.done())
                        .thenCompose(nothing -> remove(claim, current.orElseThrow()))
                        .thenCompose(nothing -> withholdNew(claim))
                        .thenCompose(nothing -> createBack(claim));
        };
    }

    /** Whoever makes a claim of that name next, this run or a controller, must not get what was to be given back. */
    private CompletableFuture<Void> withholdNew(final ReplacedClaim claim) {
        return claim.sourceVolume == null ? Steps.done() : volumes.withhold(claim.sourceVolume);
    }

    /** From now on no request that was sent before deletes the claim that is there. */
    CompletableFuture<Void> secure(final ReplacedClaim claim) {
        return current(claim)
                .thenCompose(current -> current.map(found -> tools.unlessRefused(MAY_STAY_UNMARKED, () -> mark(found)))
                        .orElseGet(Steps::done));
    }

    private CompletableFuture<Void> mark(final PersistentVolumeClaim claim) {
        ObjectNode patch = Json.object();
        patch.withObject("/metadata").put("uid", claim.getMetadata().getUid());
        patch.withObject("/metadata/annotations")
                .put(Labels.LAST_CHANGE, UUID.randomUUID().toString());
        return Steps.ignore(tools.cluster()
                .patch(Kind.CLAIMS, state.namespace(), claim.getMetadata().getName(), patch));
    }

    /** Whether the claim of this name is still the old one and stays, or brings the old data back. */
    CompletableFuture<Boolean> holdsOldData(final ReplacedClaim claim) {
        return current(claim).thenApply(current -> switch (ClaimPlace.of(current, claim, state.id())) {
            case OLD -> current.orElseThrow().getMetadata().getDeletionTimestamp() == null;
            case BACK -> true;
            case FREE, NEW, FOREIGN -> false;
        });
    }

    /**
     * Whether the run's own claim is there, which a late request has made; or there was a claim of this name before the run,
     * and now there is none, or one without the old data.
     */
    CompletableFuture<Boolean> isOusted(final ReplacedClaim claim) {
        return current(claim).thenApply(current -> switch (ClaimPlace.of(current, claim, state.id())) {
            case OLD, BACK -> false;
            case NEW -> true;
            case FREE, FOREIGN -> claim.oldUid != null;
        });
    }

    private CompletableFuture<Void> proveOldKept(final ReplacedClaim claim) {
        if (!claim.hadData()) {
            return Steps.done();
        }
        return state.profile == Profile.CLUSTER
                ? volumes.proveKept(claim.oldVolume)
                : snapshots.proveReady(claim.safetySnapshot, claim.oldUid);
    }

    private CompletableFuture<Void> keepReplacement(final ReplacedClaim claim, final PersistentVolumeClaim current) {
        String volume = current.getSpec().getVolumeName();
        if (!isBound(current) && !isLost(current)) {
            return Steps.done(); // No pod can have used it.
        }
        Instant expiry = Expiry.of(state, tools.clock());
        if (state.profile == Profile.CLUSTER) {
            return volumes.keepReplacement(volume, claim.name, isLost(current), expiry);
        }
        if (isLost(current)) {
            tools.say("warning: volume " + volume + " of claim " + claim.name + " in namespace " + state.namespace()
                    + " is said to be lost: no snapshot can be cut of it, and what was written to it is not kept");
            return Steps.done();
        }
        String uid = current.getMetadata().getUid();
        String snapshot = SetId.of(state.id()).snapshotName(claim.name + "-" + uid);
        return snapshots
                .take(snapshot, claim.name, uid, claim.snapshotClass)
                .thenCompose(nothing -> snapshots.expires(snapshot, expiry))
                .thenCompose(nothing -> snapshots.awaitReady(snapshot, claim.name, uid));
    }

    /** Only as it was seen: a request that arrives when the run is being taken back already does nothing. */
    private CompletableFuture<Void> remove(final ReplacedClaim claim, final PersistentVolumeClaim seen) {
        String uid = seen.getMetadata().getUid();
        return Versions.unlessOthersChangeIt(() -> current(claim)
                        .thenApply(current -> current.filter(
                                found -> found.getMetadata().getUid().equals(uid)))
                        .thenApply(current -> unlessBoundSince(seen, current))
                        .thenCompose(current -> current.isEmpty()
                                ? Steps.done()
                                : SecondLook.delete(
                                        tools.cluster(),
                                        Kind.CLAIMS,
                                        state.namespace(),
                                        claim.name,
                                        uid,
                                        current.get().getMetadata().getResourceVersion())))
                .thenCompose(asked -> gone(claim, seen));
    }

    /** One that was bound since may have been written to, and nobody has asked whether its data must be kept. */
    private Optional<PersistentVolumeClaim> unlessBoundSince(
            final PersistentVolumeClaim seen, final Optional<PersistentVolumeClaim> current) {
        if (!isBound(seen) && current.filter(ClaimSwap::isBound).isPresent()) {
            throw new ClusterException(
                    Reason.CONFLICT,
                    "claim " + seen.getMetadata().getName() + " in namespace " + state.namespace()
                            + " was bound just when it was to be deleted; it was not deleted");
        }
        return current;
    }

    private CompletableFuture<Void> gone(final ReplacedClaim claim, final PersistentVolumeClaim current) {
        return tools.untilGone(
                Kind.CLAIMS,
                state.namespace(),
                claim.name,
                current.getMetadata().getUid(),
                state.limits().claims());
    }

    private CompletableFuture<Void> createNew(final ReplacedClaim claim) {
        CompletableFuture<Void> free = claim.sourceVolume == null ? Steps.done() : volumes.free(claim.sourceVolume);
        return create(claim, free, ClaimBody.filledNew(claim, state), ClaimPlace.NEW);
    }

    private CompletableFuture<Void> createBack(final ReplacedClaim claim) {
        if (claim.oldUid == null) {
            return requireNone(claim);
        }
        CompletableFuture<Void> free =
                claim.hadData() && claim.safetySnapshot == null ? volumes.free(claim.oldVolume) : Steps.done();
        return create(claim, free, ClaimBody.filledBack(claim, state), ClaimPlace.BACK);
    }

    /** Where there was no claim, there is none again: one that somebody made just now may have got what was to be given back. */
    private CompletableFuture<Void> requireNone(final ReplacedClaim claim) {
        return current(claim).thenAccept(current -> {
            if (current.isPresent()) {
                throw foreign(claim, "undo " + state.id());
            }
        });
    }

    /**
     * A request whose answer was lost, or that an earlier process had sent, may make the claim first, and then the volume
     * is not free any more.
     */
    private CompletableFuture<Void> create(
            final ReplacedClaim claim,
            final CompletableFuture<Void> free,
            final PersistentVolumeClaim body,
            final ClaimPlace wanted) {
        return free.thenCompose(nothing -> tools.cluster().create(Kind.CLAIMS, body))
                .handle((created, failure) -> failure == null
                        ? Steps.done()
                        : current(claim).thenAccept(current -> {
                            ClaimPlace place = ClaimPlace.of(current, claim, state.id());
                            if (place == ClaimPlace.FOREIGN) {
                                throw foreign(claim, wanted == ClaimPlace.NEW ? RESTORE_AGAIN : "undo " + state.id());
                            } else if (place != wanted) {
                                throw new CompletionException(Futures.cause(failure));
                            }
                        }))
                .thenCompose(outcome -> outcome);
    }

    private CompletableFuture<Optional<PersistentVolumeClaim>> current(final ReplacedClaim claim) {
        return SecondLook.find(tools.cluster(), Kind.CLAIMS, state.namespace(), claim.name);
    }

    /** When it is looked at anew, it can be kept and replaced as well. */
    private ClusterException foreign(final ReplacedClaim claim, final String then) {
        return new ClusterException(
                Reason.CONFLICT,
                "claim " + claim.name + " in namespace " + state.namespace()
                        + " was made by somebody else while it was being replaced (label " + Labels.RESTORE
                        + " is not " + state.id() + "); stop what makes it, then " + then);
    }

    /** Its volume is not there any more, or not its own. */
    private static boolean isLost(final PersistentVolumeClaim claim) {
        return claim.getStatus() != null && "Lost".equals(claim.getStatus().getPhase());
    }

    static boolean isBound(final PersistentVolumeClaim claim) {
        return claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase());
    }
}
