package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Patience;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Makes a step again, within the limit for the start of a workload, as long as the API server does not answer or refuses, or
 * something came in between. Taking back has this patience: when it is given up the workload stays stopped. What came in
 * between may be a request that nobody waits for any more, a controller at work, or somebody who deletes or makes a claim:
 * the next try looks anew, and keeps and replaces what it finds. A 401, 403, 404 or 410 may pass as well: tokens are renewed,
 * rights given back, and proxies reach their server again. Where another try cannot help, as when the workload's name is
 * another one's by now, the step must fail with a {@link RestoreException}: that is never tried again.
 *
 * @param step idempotent; goes by what the cluster shows
 * @param nanoTime the time that the limit is measured by
 */
record PatientStep(NamedPhase.Step step, LongSupplier nanoTime) implements NamedPhase.Step {
    private static final Set<Reason> PASSING =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Reason.INVALID, Reason.CANCELLED)));

    PatientStep(final NamedPhase.Step step) {
        this(step, System::nanoTime);
    }

    @Override
    public CompletableFuture<Void> run(final RestoreState state, final Tools tools) {
        return new Patience(state.limits().start(), PASSING, tools.scheduler(), nanoTime)
                .on(() -> step.run(state, tools), tools::say);
    }
}
