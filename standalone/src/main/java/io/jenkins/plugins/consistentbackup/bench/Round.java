package io.jenkins.plugins.consistentbackup.bench;

import io.jenkins.plugins.consistentbackup.catalog.HeldContainer;

/**
 * One backup.
 *
 * @param times of its one hold, in ms since the lock was asked for
 * @param driverMillis what the driver's slowest cut took, measured in the driver
 * @param requests requests to the API server of the whole backup, watches and exec sessions included
 */
record Round(HeldContainer.Times times, long driverMillis, long requests) {

    /** Until the container said that it holds, and proved it. */
    long lockMillis() {
        return times.firstCutRequested();
    }

    /** From the first request for a cut to the last cut seen. */
    long cutMillis() {
        return times.lastCutObserved() - times.firstCutRequested();
    }

    /** For the last proof and the release. */
    long releaseMillis() {
        return times.released() - times.lastCutObserved();
    }

    long freezeMillis() {
        return times.released();
    }

    /** What the engine, the API server and the snapshot controller add to the driver's own time, inside the hold. */
    long overheadMillis() {
        return freezeMillis() - driverMillis;
    }
}
