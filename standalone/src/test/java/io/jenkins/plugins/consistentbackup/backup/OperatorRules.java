package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.policy.Limits;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.policy.Restoring;
import io.jenkins.plugins.consistentbackup.policy.Rule;
import io.jenkins.plugins.consistentbackup.policy.Scope;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Rules as operators might set them. */
final class OperatorRules {
    private OperatorRules() {}

    /** Limits of what a backup may be, and of nothing else. */
    static Limits limits(
            final Optional<Level> level,
            final boolean group,
            final List<String> templates,
            final Set<TemplateOrigin> origins) {
        return new Limits(
                Optional.empty(),
                level,
                group,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                templates,
                origins,
                Restoring.ALLOWED);
    }

    /** Whether data may be put back. */
    static Supplier<PlacePolicy> restoring(final Restoring restoring) {
        return policy(Limits.NONE.with(restoring));
    }

    /**
     * One rule.
     *
     * @param freeze longest one, or null
     * @param origins who may answer for templates; empty for anybody
     * @param kept least number of sets
     */
    static Supplier<PlacePolicy> rule(final Duration freeze, final Set<TemplateOrigin> origins, final int kept) {
        return policy(new Limits(
                Optional.ofNullable(freeze),
                Optional.of(Level.CRASH),
                false,
                Optional.of(kept),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                origins,
                Restoring.ALLOWED));
    }

    /** One rule for everything, named {@code ops}. */
    static Supplier<PlacePolicy> policy(final Limits limits) {
        PlacePolicy policy = new PlacePolicy(List.of(new Rule("ops", Scope.ALL, limits)));
        return () -> policy;
    }
}
