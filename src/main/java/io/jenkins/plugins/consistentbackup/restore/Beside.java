package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.Labels;
import java.util.List;
import java.util.Optional;

/** Decides whether a run may begin beside those that a namespace remembers. Asks nobody. */
final class Beside {
    private final NamespaceView view;
    private final Draft draft;

    Beside(final NamespaceView view, final Draft draft) {
        this.view = view;
        this.draft = draft;
    }

    /** Two unfinished runs over the same workloads could not both be taken back. */
    void fill(final Records records) {
        records.unfinished()
                .forEach(record -> draft.problems.add(record.id() + ", begun at " + record.begunAt() + " by "
                        + record.holder() + ", has not ended in namespace " + draft.state.namespace()
                        + "; wait for it, resume it, or undo it first"));
        records.unreadable().forEach(this::unreadable);
    }

    /**
     * A run that has changed what runs, and has not ended, has left its mark on each workload that it stopped: where there
     * is none, this run cannot do it any harm.
     */
    private void unreadable(final Records.Unreadable record) {
        List<StoppedWorkload> marked =
                draft.state.workloads.stream().filter(this::isMarked).toList();
        if (marked.isEmpty()) {
            draft.warnings.add(record.advice());
        } else {
            draft.problems.add(marked + " was stopped by a restore that has not ended, and " + record.advice()
                    + ". After that this set can be restored: the replicas are remembered on the workload");
        }
    }

    private boolean isMarked(final StoppedWorkload workload) {
        Optional<Workload> found = view.workload(workload.kind, workload.name);
        return found.filter(seen -> seen.annotation(Labels.REPLICAS) != null).isPresent();
    }
}
