package io.jenkins.plugins.consistentbackup.demo.load;

/**
 * When the cuts of a backup were taken, as far as anybody outside of the storage can know it.
 *
 * @param firstRequestedNanos just before the first cut was asked for ({@link System#nanoTime()})
 * @param lastObservedNanos when the last cut had been seen
 */
public record CutWindow(long firstRequestedNanos, long lastObservedNanos) {
    public CutWindow {
        if (lastObservedNanos - firstRequestedNanos < 0) {
            throw new IllegalArgumentException("a cut is seen after it was asked for");
        }
    }
}
