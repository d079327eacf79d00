package io.jenkins.plugins.consistentbackup.embedded.storage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The knobs of a driver. Each can be turned at any time and holds for requests that come later. Delays are those of a
 * real storage: they pass before and after the cut, without a thread that waits.
 */
public final class DriverSettings {
    private record Armed(SnapshotFault fault, AtomicInteger left) {}

    private final Map<String, Duration> skew = new ConcurrentHashMap<>();
    private final ConcurrentLinkedDeque<Armed> faults = new ConcurrentLinkedDeque<>();
    private volatile Duration cutLatency = Duration.ZERO;
    private volatile Duration answerLatency = Duration.ZERO;
    private volatile Duration readyLatency = Duration.ZERO;
    private volatile Duration provisionLatency = Duration.ZERO;
    private volatile long capacity = Long.MAX_VALUE;

    /** From the request to the cut. */
    public DriverSettings cutLatency(Duration latency) {
        cutLatency = latency;
        return this;
    }

    /** From the cut to the answer that tells of it. */
    public DriverSettings answerLatency(Duration latency) {
        answerLatency = latency;
        return this;
    }

    /** From the answer until the snapshot can be used (an upload to an object store, with some drivers). */
    public DriverSettings readyLatency(Duration latency) {
        readyLatency = latency;
        return this;
    }

    /** From the request for a volume until it exists. */
    public DriverSettings provisionLatency(Duration latency) {
        provisionLatency = latency;
        return this;
    }

    /** Cuts of the claim with this name (in any namespace) come so much later than those of others. */
    public DriverSettings skew(String claimName, Duration later) {
        skew.put(claimName, later);
        return this;
    }

    /** How many bytes all volumes may ask for together. Snapshots are not counted: they share blocks. */
    public DriverSettings capacity(long bytes) {
        capacity = bytes;
        return this;
    }

    /** Adds a failure; the one added last is met first. */
    public DriverSettings fail(SnapshotFault fault) {
        faults.addFirst(new Armed(fault, new AtomicInteger(fault.times())));
        return this;
    }

    /** Forgets all failures that were added. */
    public DriverSettings heal() {
        faults.clear();
        return this;
    }

    /** Everything as at the start: no delay, no failure, no limit. */
    public DriverSettings reset() {
        skew.clear();
        return heal().cutLatency(Duration.ZERO)
                .answerLatency(Duration.ZERO)
                .readyLatency(Duration.ZERO)
                .provisionLatency(Duration.ZERO)
                .capacity(Long.MAX_VALUE);
    }

    Duration untilCut(String claim) {
        return cutLatency.plus(skewOf(claim));
    }

    Duration skewOf(String claim) {
        return skew.getOrDefault(claim.substring(claim.indexOf('/') + 1), Duration.ZERO);
    }

    Duration cutLatency() {
        return cutLatency;
    }

    Duration answerLatency() {
        return answerLatency;
    }

    Duration readyLatency() {
        return readyLatency;
    }

    Duration provisionLatency() {
        return provisionLatency;
    }

    long capacity() {
        return capacity;
    }

    /** Uses up one turn of the first failure of these kinds that fits the claim. */
    Optional<SnapshotFault> meet(String claim, SnapshotFault.Kind... kinds) {
        for (Armed armed : faults) {
            boolean fits = List.of(kinds).contains(armed.fault().kind())
                    && armed.fault().claim().matcher(claim).matches();
            if (fits && armed.left().getAndUpdate(n -> n == Integer.MAX_VALUE ? n : Math.max(0, n - 1)) > 0) {
                return Optional.of(armed.fault());
            }
        }
        return Optional.empty();
    }
}
