package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.cluster.Right;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Plans out of drafts and records. */
final class Plans {
    private Plans() {}

    static RestorePlan of(final Draft draft, final List<Right> missing, final Clock clock) {
        RestoreState state = draft.state;
        return new RestorePlan(
                state.operation,
                state.namespace,
                Optional.ofNullable(state.set),
                state.profile,
                Optional.ofNullable(state.cutAt).map(Instant::parse),
                clock.instant(),
                List.copyOf(draft.steps),
                List.copyOf(draft.warnings),
                List.copyOf(draft.problems),
                missing,
                List.of(),
                draft.problems.isEmpty() ? Optional.of(state) : Optional.empty());
    }

    /** Of a run that died, or a clone that is to go: its own record says all that is needed. */
    static RestorePlan takingBack(final RestoreState found, final UndoRequest request, final Clock clock) {
        Draft draft = new Draft();
        if (found.operation == Operation.CLONE) {
            draft.steps.add("remove what " + found.id() + " made in namespace " + found.namespace());
        } else {
            draft.steps.add("take back " + found.id() + ", which has not ended: " + found.workloads
                    + " run on the old data again");
            found.claims.forEach(claim -> draft.steps.add("claim " + claim.name + " gets " + claim.oldSource()));
        }
        found.takingBack = true;
        found.outcome = null;
        found.setPhase(null);
        found.holder = request.holder();
        found.setLimits(request.limits());
        if (found.getFailure() == null) {
            found.setFailure("taken back on behalf of " + request.holder());
        }
        return new RestorePlan(
                Operation.PUT_BACK,
                found.namespace,
                Optional.ofNullable(found.set),
                found.profile,
                Optional.empty(),
                clock.instant(),
                List.copyOf(draft.steps),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(found));
    }
}
