package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import io.jenkins.plugins.consistentbackup.snapshot.Cut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Cuts the held groups, between the proofs that come with the holds and those that come with their releases. Nothing here
 * asks the cluster for anything but the cuts: each request would lengthen the freeze.
 */
final class CutPhase implements Phase<BackupState> {
    /** Of the budget, what is left for the second proof and the release. */
    private static final Duration RELEASE_SHARE = Duration.ofMillis(500);

    private final BackupSession session;

    CutPhase(final BackupSession session) {
        this.session = session;
    }

    @Override
    public String name() {
        return "cut";
    }

    @Override
    public String doing(final BackupState state) {
        return "cutting " + state.requirePlan().volumes().size() + " volumes";
    }

    @Override
    public boolean resumable() {
        return false;
    }

    @Override
    public boolean hurried() {
        return true;
    }

    @Override
    public CompletableFuture<Void> run(final BackupState state, final PhaseContext context) {
        CompletableFuture<Void> work = cutHeldGroups(state).thenRun(this::requireWithinBudget);
        return context.unlessCancelled(SideBySide.unless(work, session.losses()));
    }

    private CompletableFuture<Void> cutHeldGroups(final BackupState state) {
        BackupPlan plan = state.requirePlan();
        Duration limit = timeForCuts();
        List<PlannedGroup> groups =
                plan.groups().stream().filter(group -> !group.trailing()).toList();
        List<CompletableFuture<List<Cut>>> cuts = new ArrayList<>();
        for (PlannedGroup group : groups) {
            cuts.add(session.cutter().cut(VolumeCuts.request(state.id(), plan, group, limit)));
        }
        return CompletableFuture.allOf(cuts.toArray(CompletableFuture[]::new)).thenRun(() -> {
            cuts.forEach(cut -> session.cuts().addAll(cut.join()));
            note(session.cuts());
        });
    }

    private Duration timeForCuts() {
        long now = System.nanoTime();
        Duration left = session.held().stream()
                .map(database -> database.left(now))
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new IllegalStateException("nothing is held"))
                .minus(RELEASE_SHARE);
        if (left.isNegative() || left.isZero()) {
            throw new BackupException("taking the holds used up the time for which they may last; raise maxFreeze or"
                    + " maxHold, or find out why the locks took so long");
        }
        return left;
    }

    private void note(final List<Cut> cuts) {
        long first =
                cuts.stream().mapToLong(cut -> cut.requested().nanos()).min().orElseThrow();
        long last = cuts.stream().mapToLong(cut -> cut.observed().nanos()).max().orElseThrow();
        session.held().forEach(database -> database.cut(first, last));
    }

    private void requireWithinBudget() {
        long now = System.nanoTime();
        for (HeldDatabase database : session.held()) {
            if (database.left(now).isNegative()) {
                throw new BackupException("database " + database.plan().container() + " was held for "
                        + database.left(now).negated().toMillis() + " ms longer than the allowed "
                        + database.hold().request().budget().toMillis()
                        + " ms; the backup is not used. Raise maxFreeze or maxHold, or use a faster storage class");
            }
        }
    }
}
