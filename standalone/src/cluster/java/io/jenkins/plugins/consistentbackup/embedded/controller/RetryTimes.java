package io.jenkins.plugins.consistentbackup.embedded.controller;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** When what failed is tried again: 1 s later, doubling, up to 5 min, as all CSI sidecars do by default. */
public final class RetryTimes {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private record Failures(int count, Instant notBefore) {}

    private final Clock clock;
    private final Map<ObjectKey, Failures> failures = new ConcurrentHashMap<>();

    public RetryTimes(Clock clock) {
        this.clock = clock;
    }

    /** Notes a failure; returns how long to wait. */
    public Duration failed(ObjectKey key) {
        int count = Optional.ofNullable(failures.get(key)).map(Failures::count).orElse(0) + 1;
        Duration wait = FIRST.multipliedBy(1L << Math.min(count - 1, 10));
        wait = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        failures.put(key, new Failures(count, clock.instant().plus(wait)));
        return wait;
    }

    public void succeeded(ObjectKey key) {
        failures.remove(key);
    }

    /** How long until the next try, or nothing if it may be tried now. */
    public Optional<Duration> untilNext(ObjectKey key) {
        return Optional.ofNullable(failures.get(key))
                .map(last -> Duration.between(clock.instant(), last.notBefore()))
                .filter(wait -> !wait.isNegative() && !wait.isZero());
    }
}
