package io.jenkins.plugins.consistentbackup.catalog;

import java.time.Duration;

/**
 * Whether somebody else's Lease has expired. The times in it are from another machine's clock and are not compared with
 * ours: a Lease has expired when this process saw it unchanged for as long as it stands.
 *
 * @param version the Lease's version when it was first seen so
 * @param sinceNanos when that was, on the monotonic clock
 */
record LeaseExpiry(String version, long sinceNanos) {

    /** What is known after another look. */
    LeaseExpiry seen(final String newVersion, final long nanos) {
        return newVersion.equals(version) ? this : new LeaseExpiry(newVersion, nanos);
    }

    boolean expired(final Duration duration, final long nanos) {
        return nanos - sinceNanos >= duration.toNanos();
    }
}
