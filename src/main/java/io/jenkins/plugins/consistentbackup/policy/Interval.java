package io.jenkins.plugins.consistentbackup.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The least time from the beginning of one backup to that of the next.
 *
 * @param value the time
 * @param rule that asks for it
 */
public record Interval(Duration value, Rule rule) {

    /**
     * Why no backup may begin now; empty when one may.
     *
     * @param newest when the last one began
     * @param now the time
     */
    public Optional<String> refusal(final Instant newest, final Instant now) {
        Instant next = newest.plus(value);
        return now.isBefore(next)
                ? Optional.of(rule.refusal("from one backup to the next there are at least " + value.toSeconds()
                        + " s; the last one began at " + newest + ", the next may at " + next))
                : Optional.empty();
    }
}
