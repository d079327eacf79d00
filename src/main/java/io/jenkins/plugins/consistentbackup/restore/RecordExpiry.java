package io.jenkins.plugins.consistentbackup.restore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which records of runs are of no use any more. */
final class RecordExpiry {
    private RecordExpiry() {}

    /** When a run's record may go, if nothing that the run keeps or has made needs it. */
    static Optional<Instant> of(final RestoreState state) {
        return Optional.ofNullable(state.endedAt)
                .map(ended -> Instant.parse(ended).plus(Duration.ofSeconds(state.keepSeconds)));
    }

    /**
     * The records to remove, oldest first: of runs that have ended, whose time is over, and that nothing needs. None goes
     * while an older one stays, because the latest restore is what an undo takes back unless it is told otherwise: it
     * must not come to mean an earlier one.
     *
     * @param newestFirst all records of a namespace
     * @param needed ids of runs that still keep something, or whose clone is still there
     * @param now whose time is over by then
     */
    static List<RestoreState> toRemove(
            final List<RestoreState> newestFirst, final Set<String> needed, final Instant now) {
        List<RestoreState> remove = new ArrayList<>();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            RestoreState state = newestFirst.get(i);
            boolean over = of(state).filter(when -> !when.isAfter(now)).isPresent();
            if (!state.ended() || needed.contains(state.id()) || !over) {
                break;
            }
            remove.add(state);
        }
        return remove;
    }
}
