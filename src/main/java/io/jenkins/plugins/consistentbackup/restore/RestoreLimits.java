package io.jenkins.plugins.consistentbackup.restore;

import java.time.Duration;

/**
 * How long each part of a restore may take before it fails and is taken back.
 *
 * @param stop until all pods of a workload are gone
 * @param safety until the cold snapshots of what is replaced are ready
 * @param claims until an old claim is gone, and a new one is bound where it binds by itself
 * @param prepare until a prepare pod has ended
 * @param start until the started workload's pods are ready and its checks say that the data is good
 */
public record RestoreLimits(Duration stop, Duration safety, Duration claims, Duration prepare, Duration start) {

    /** Five minutes to stop, thirty for safety snapshots, ten for each of the others. */
    public static RestoreLimits usual() {
        return new RestoreLimits(
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10));
    }

    /** The same limit for every part. */
    public static RestoreLimits each(final Duration limit) {
        return new RestoreLimits(limit, limit, limit, limit, limit);
    }
}
