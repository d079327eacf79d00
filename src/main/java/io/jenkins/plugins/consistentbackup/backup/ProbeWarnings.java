package io.jenkins.plugins.consistentbackup.backup;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.Optional;

/** Liveness probes that write may kill a container while its database is frozen. */
final class ProbeWarnings {
    private static final int DEFAULT_PERIOD_SECONDS = 10;
    private static final int DEFAULT_FAILURE_THRESHOLD = 3;

    private ProbeWarnings() {}

    /** A warning when the container's liveness probe gives up sooner than the longest freeze ends. */
    static Optional<String> of(final Container container, final String where, final Duration maxFreeze) {
        Probe probe = container.getLivenessProbe();
        if (probe == null) {
            return Optional.empty();
        }
        long patience = (long) orDefault(probe.getPeriodSeconds(), DEFAULT_PERIOD_SECONDS)
                * orDefault(probe.getFailureThreshold(), DEFAULT_FAILURE_THRESHOLD);
        return patience > maxFreeze.toSeconds()
                ? Optional.empty()
                : Optional.of("the liveness probe of " + where + " gives up after " + patience
                        + " s, and writes may be blocked for " + maxFreeze.toSeconds()
                        + " s: if it writes, the container may be killed; lower maxFreeze or raise failureThreshold");
    }

    private static int orDefault(final Integer value, final int otherwise) {
        return value == null ? otherwise : value;
    }
}
