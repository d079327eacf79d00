package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.NamespaceLease;
import io.jenkins.plugins.consistentbackup.quiesce.HoldRequest;
import io.jenkins.plugins.consistentbackup.snapshot.Cut;
import io.jenkins.plugins.consistentbackup.snapshot.Cutter;
import io.jenkins.plugins.consistentbackup.snapshot.ReadySnapshot;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What of a backup lives in this process alone and dies with it: the Lease that is being renewed, the open watch, the
 * held databases. Everything else is in the state.
 */
final class BackupSession {
    private final BackupParts parts;
    private final List<HeldDatabase> held = new CopyOnWriteArrayList<>();
    private final List<Cut> cuts = new ArrayList<>();
    private volatile CompletableFuture<NamespaceLease> lease;
    private volatile Cutter cutter;
    private volatile CompletableFuture<List<ReadySnapshot>> ready;
    private boolean stopped;

    BackupSession(final BackupParts parts) {
        this.parts = parts;
    }

    BackupParts parts() {
        return parts;
    }

    /** Holds the namespace's Lease; takes it first when this process does not have it. */
    CompletableFuture<NamespaceLease> lease(final BackupState state) {
        if (lease == null || lease.isCompletedExceptionally()) {
            BackupRequest request = state.request();
            lease = NamespaceLease.acquire(
                    parts.cluster(),
                    request.namespace(),
                    leaseHolder(state),
                    NamespaceLease.LONGEST,
                    request.leaseWait(),
                    parts.clock(),
                    parts.scheduler());
        }
        return lease;
    }

    /** Takes up the Lease of a process that died in the midst of this backup, so that nobody has to wait for its end. */
    CompletableFuture<Void> findLease(final BackupState state) {
        if (lease != null) {
            return CompletableFuture.completedFuture(null);
        }
        String namespace = state.request().namespace();
        return NamespaceLease.leftBy(
                        parts.cluster(),
                        namespace,
                        leaseHolder(state),
                        NamespaceLease.LONGEST,
                        parts.clock(),
                        parts.scheduler())
                .thenAccept(left -> left.ifPresent(found -> lease = CompletableFuture.completedFuture(found)));
    }

    private static String leaseHolder(final BackupState state) {
        return state.request().requester() + " (backup " + state.id() + ")";
    }

    /** Fails when the namespace is not ours any more; to be called before the cluster is changed. */
    CompletableFuture<Void> checkLease(final BackupState state) {
        return lease(state).thenCompose(NamespaceLease::check);
    }

    /** Leaves a note for whoever has the Lease next; without the Lease there is nowhere to leave it. */
    CompletableFuture<Void> noteGivenUp(final BackupState state) {
        return lease == null || !lease.isDone() || lease.isCompletedExceptionally()
                ? CompletableFuture.completedFuture(null)
                : lease.thenCompose(held -> held.noteGivenUp(state.id()));
    }

    CompletableFuture<Void> giveLeaseBack() {
        CompletableFuture<NamespaceLease> taken = lease;
        lease = null;
        // One that was never got needs not be given back.
        return taken == null
                ? CompletableFuture.completedFuture(null)
                : taken.handle((got, failure) -> Optional.ofNullable(got))
                        .thenCompose(got -> got.map(NamespaceLease::release)
                                .orElseGet(() -> CompletableFuture.completedFuture(null)));
    }

    CompletableFuture<Void> openCutter(final BackupState state) {
        Optional<String> groupVersion = state.requirePlan().groups().stream()
                .filter(PlannedGroup::grouped)
                .map(PlannedGroup::groupVersion)
                .findFirst();
        return parts.snapshots()
                .open(state.request().namespace(), state.id(), groupVersion)
                .thenAccept(opened -> cutter = opened);
    }

    Cutter cutter() {
        return cutter;
    }

    void closeCutter() {
        if (cutter != null) {
            cutter.close();
        }
        cutter = null;
    }

    /** Databases that are held or were, in the order of their acquisition. */
    List<HeldDatabase> held() {
        return held;
    }

    /** Notes that a database is held; ends the hold at once when nothing is to be held any more. */
    CompletableFuture<Void> add(final HeldDatabase database) {
        synchronized (held) {
            if (!stopped) {
                held.add(database);
                return CompletableFuture.completedFuture(null);
            }
        }
        return database.hold().end();
    }

    /** What is held; whatever comes later is ended at once. */
    List<HeldDatabase> stopHolding() {
        synchronized (held) {
            stopped = true;
            return List.copyOf(held);
        }
    }

    /** Completing with why the holds are in vain: a hold or the Lease was lost. */
    List<CompletableFuture<? extends Throwable>> losses() {
        List<CompletableFuture<? extends Throwable>> losses = new ArrayList<>();
        held.forEach(database -> losses.add(database.hold().lost()));
        losses.add(lease.thenCompose(NamespaceLease::lost));
        return losses;
    }

    /** Takes the labels off the claims that were cut as a group, or were to be. Idempotent. */
    CompletableFuture<Void> unlabelClaims(final BackupState state) {
        boolean grouped = state.requirePlan().groups().stream().anyMatch(PlannedGroup::grouped);
        return grouped
                ? parts.claimLabels().remove(state.request().namespace(), state.id())
                : CompletableFuture.completedFuture(null);
    }

    /** The snapshots once they are ready; asks again when this process has not seen them so. */
    CompletableFuture<List<ReadySnapshot>> ready(final BackupState state) {
        if (ready == null || ready.isCompletedExceptionally()) {
            ready = parts.snapshots()
                    .ready(
                            state.request().namespace(),
                            state.id(),
                            state.requireCutSet().cuts(),
                            state.requirePlan().profile(),
                            state.request().readyTimeout());
        }
        return ready;
    }

    /** What was cut so far; phases add to it one after the other. */
    List<Cut> cuts() {
        return cuts;
    }

    /** The request to hold a planned database; the same for taking the hold and for finding a leftover of it. */
    HoldRequest holdRequest(final BackupState state, final PlannedDatabase database) {
        BackupRequest request = state.request();
        HoldLimits limits = HoldLimits.within(database.blocksWrites() ? request.maxFreeze() : request.maxHold());
        return new HoldRequest(
                state.id() + "-" + database.hold(),
                database.container(),
                template(database),
                database.parameters(),
                limits.lockWait(),
                limits.budget(),
                limits.deadline(),
                limits.heartbeat());
    }

    HookTemplate template(final PlannedDatabase database) {
        HookTemplate template = parts.library().remembered(database.template(), database.namespaceText());
        if (!template.digest().equals(database.digest())) {
            throw new BackupException("template " + database.template()
                    + " was changed after the backup was planned; start the backup again");
        }
        return template;
    }
}
