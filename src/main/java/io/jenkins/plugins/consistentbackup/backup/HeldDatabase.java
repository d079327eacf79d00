package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.Artefact;
import io.jenkins.plugins.consistentbackup.catalog.HeldContainer;
import io.jenkins.plugins.consistentbackup.quiesce.Hold;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A database while it is held: the hold, and what was noted of it on the way. */
final class HeldDatabase {
    private final PlannedDatabase plan;
    private final Hold hold;
    private final long acquiredNanos;
    private volatile String proofAfter = "";
    private volatile long firstCutNanos;
    private volatile long lastCutNanos;
    private volatile Hold.Released released;

    HeldDatabase(final PlannedDatabase plan, final Hold hold, final long acquiredNanos) {
        this.plan = plan;
        this.hold = hold;
        this.acquiredNanos = acquiredNanos;
        this.firstCutNanos = acquiredNanos;
        this.lastCutNanos = acquiredNanos;
    }

    PlannedDatabase plan() {
        return plan;
    }

    Hold hold() {
        return hold;
    }

    /** Whether it has a log that is cut after the release, from which on its session must stay until that is proved. */
    boolean hasLog() {
        return plan.volumes().stream().anyMatch(volume -> volume.purpose() == PlannedVolume.Purpose.LOG);
    }

    /** How much of the budget is left, in wall time from now; negative when it is over. */
    Duration left(final long nowNanos) {
        return hold.request().budget().minusNanos(nowNanos - hold.sentNanos());
    }

    void cut(final long firstRequestedNanos, final long lastObservedNanos) {
        firstCutNanos = firstRequestedNanos;
        lastCutNanos = lastObservedNanos;
    }

    /** Asks for the second proof and, without waiting for it, for the release; completes when both have come. */
    CompletableFuture<Void> proveAndRelease() {
        CompletableFuture<Void> proved = hold.prove().thenAccept(proof -> proofAfter = proof);
        return CompletableFuture.allOf(proved, hold.release().thenAccept(result -> released = result));
    }

    boolean isReleased() {
        return released != null;
    }

    long heldMillis() {
        return released.heldMillis();
    }

    List<Artefact> artefacts() {
        return released.captured().entrySet().stream()
                .map(entry -> Artefact.of(plan.container(), entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The last lines that its template's scripts have written to standard error. */
    List<String> output() {
        return released.output();
    }

    /** How it was held, for the manifest. */
    HeldContainer describe() {
        return new HeldContainer(
                plan.container(),
                plan.template(),
                plan.digest(),
                plan.family().name().toLowerCase(Locale.ROOT),
                plan.blocksWrites(),
                plan.parameters(),
                plan.role() == Role.ONLY ? "" : plan.role().name().toLowerCase(Locale.ROOT),
                new HeldContainer.Times(
                        sinceSent(acquiredNanos),
                        sinceSent(firstCutNanos),
                        sinceSent(lastCutNanos),
                        heldMillis(),
                        plan.blocksWrites() ? heldMillis() : 0),
                new HeldContainer.Proofs(hold.proof(), proofAfter));
    }

    private long sinceSent(final long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos - hold.sentNanos());
    }
}
