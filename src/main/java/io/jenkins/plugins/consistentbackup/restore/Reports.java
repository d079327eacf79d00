package io.jenkins.plugins.consistentbackup.restore;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reports out of states. */
final class Reports {
    private Reports() {}

    static RestoreReport of(final RestoreState state) {
        if (!state.ended()) {
            throw new RestoreException(state.id() + " in namespace " + state.namespace() + " has not ended");
        }
        boolean restore = state.operation() == Operation.RESTORE && state.succeeded();
        List<RestoreReport.Claim> claims =
                state.claims.stream().map(claim -> claim(state, claim)).toList();
        boolean kept = claims.stream().anyMatch(claim -> claim.kept().isPresent());
        return new RestoreReport(
                state.id(),
                state.succeeded() ? state.operation() : Operation.PUT_BACK,
                state.namespace(),
                state.set(),
                state.profile,
                restore ? time(state.cutAt) : Optional.empty(),
                restore ? time(state.stoppedAt) : Optional.empty(),
                claims,
                kept
                        ? time(state.endedAt).map(end -> end.plus(Duration.ofSeconds(state.keepSeconds)))
                        : Optional.empty());
    }

    private static RestoreReport.Claim claim(final RestoreState state, final ReplacedClaim claim) {
        if (!state.succeeded()) {
            return new RestoreReport.Claim(claim.name, claim.oldSource(), Optional.empty());
        }
        return new RestoreReport.Claim(
                claim.name, claim.newSource(), claim.hadData() ? Optional.of(claim.oldSource()) : Optional.empty());
    }

    private static Optional<Instant> time(final String text) {
        return Optional.ofNullable(text).map(Instant::parse);
    }
}
