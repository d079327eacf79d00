package io.jenkins.plugins.consistentbackup.embedded.api.fault;

import java.util.function.LongSupplier;

/** Answers 429 to requests beyond a rate: a bucket that fills steadily and holds a burst. */
public final class RateLimit implements FaultPlan {

    private static final double NANOS = 1e9;

    private final double perSecond;
    private final int burst;
    private final LongSupplier nanoTime;
    private double tokens;
    private long filled;

    public RateLimit(double perSecond, int burst) {
        this(perSecond, burst, System::nanoTime);
    }

    RateLimit(double perSecond, int burst, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanoTime = nanoTime;
        this.tokens = burst;
        this.filled = nanoTime.getAsLong();
    }

    @Override
    public synchronized Fault faultOf(ObservedRequest request) {
        long now = nanoTime.getAsLong();
        tokens = Math.min(burst, tokens + (now - filled) / NANOS * perSecond);
        filled = now;
        if (tokens < 1) {
            return Fault.tooManyRequests(1);
        }
        tokens--;
        return Fault.none();
    }
}
