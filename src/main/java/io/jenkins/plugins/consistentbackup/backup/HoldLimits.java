package io.jenkins.plugins.consistentbackup.backup;

import java.time.Duration;

/**
 * How long a hold may last, as three limits of which each is shorter than the next, so that the database gives up
 * waiting for its lock first, then the orchestrator releases, and only when that is dead the container does.
 *
 * @param lockWait how long the database may wait for the lock
 * @param budget how long the orchestrator holds at most
 * @param deadline how long the container lets the hold stand at most
 * @param heartbeat how long the container lets it stand without a sign of life
 */
record HoldLimits(Duration lockWait, Duration budget, Duration deadline, Duration heartbeat) {
    /** What a release over a slow connection may take. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The limits that follow from the longest time that a request allows. */
    static HoldLimits within(final Duration budget) {
        Duration half = budget.dividedBy(2);
        return new HoldLimits(atLeastASecond(half), budget, budget.plus(SLACK), LONGEST_HEARTBEAT);
    }

    private static Duration atLeastASecond(final Duration wanted) {
        return wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
    }
}
