package io.jenkins.plugins.consistentbackup.catalog;

import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import java.util.Map;

/**
 * How one container was held.
 *
 * @param container which one
 * @param template name of the hook template
 * @param templateDigest digest of the template's text
 * @param family {@code session}, {@code state} or {@code flush}
 * @param blocksWrites whether writes waited
 * @param parameters the template's parameters as they were for this container, defaults too: a restore prepares and
 *     checks with the same; never secrets
 * @param role {@code primary}, {@code replica}, or empty where there is only one
 * @param times when things happened
 * @param proofs what showed that the hold stood
 */
public record HeldContainer(
        ContainerRef container,
        String template,
        String templateDigest,
        String family,
        boolean blocksWrites,
        Map<String, String> parameters,
        String role,
        Times times,
        Proofs proofs) {
    public HeldContainer {
        parameters = Map.copyOf(parameters);
    }

    /**
     * When things happened, in milliseconds since the acquisition was sent, all on the orchestrator's monotonic clock.
     *
     * @param acquired the container said that it holds
     * @param firstCutRequested the first request for a cut was sent
     * @param lastCutObserved the last cut of the held groups was seen
     * @param released the release was confirmed: the length of the hold
     * @param freeze how long writes were blocked; 0 when they never were
     */
    public record Times(long acquired, long firstCutRequested, long lastCutObserved, long released, long freeze) {}

    /**
     * What showed, from inside the locking session, that the hold stood.
     *
     * @param before before the first cut was requested
     * @param after after the last cut was seen
     */
    public record Proofs(String before, String after) {}
}
