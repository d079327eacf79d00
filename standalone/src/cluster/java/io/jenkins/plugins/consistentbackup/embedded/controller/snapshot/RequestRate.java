package io.jenkins.plugins.consistentbackup.embedded.controller.snapshot;

import io.jenkins.plugins.consistentbackup.embedded.controller.ObjectKey;
import io.jenkins.plugins.consistentbackup.embedded.controller.WorkQueue;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How many requests a second the snapshot-controller sends to the API server ({@code --kube-api-qps}, {@code
 * --kube-api-burst}): a bucket of tokens. Nobody waits: what has to wait comes back through its queue.
 */
public final class RequestRate {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Map<ObjectKey, Long> promised = new HashMap<>();
    private double perSecond;
    private int burst;
    private double tokens;
    private long filled = System.nanoTime();

    /** Without a limit until one is set. */
    public RequestRate() {
        unlimited();
    }

    public synchronized void unlimited() {
        perSecond = Double.POSITIVE_INFINITY;
    }

    /** For example 5 and 10, the controller's own defaults. */
    public synchronized void limit(double requestsPerSecond, int requestsAtOnce) {
        perSecond = requestsPerSecond;
        burst = requestsAtOnce;
        tokens = requestsAtOnce;
        filled = System.nanoTime();
    }

    /** Whether so many requests may be sent now for this object; if not, its queue will call again when they may. */
    synchronized boolean admits(ObjectKey key, int requests, WorkQueue queue) {
        if (Double.isInfinite(perSecond)) {
            promised.remove(key);
            return true;
        }
        long now = System.nanoTime();
        Long time = promised.get(key);
        if (time == null) {
            time = now + take(requests, now);
            promised.put(key, time);
        }
        if (time <= now) {
            promised.remove(key);
            return true;
        }
        queue.addLater(key, Duration.ofNanos(time - now));
        return false;
    }

    private long take(int requests, long now) {
        tokens = Math.min(burst, tokens + perSecond * (now - filled) / SECOND);
        filled = now;
        tokens -= requests;
        return tokens >= 0 ? 0 : (long) (-tokens / perSecond * SECOND);
    }
}
