package io.jenkins.plugins.consistentbackup.backup;

/**
 * In what order databases are held. What blocks nobody comes first, because taking it may last (a checkpoint); then
 * what blocks writes, so that the freeze is short; among the same, replicas before the primary, so that no replica is
 * ahead of it.
 */
final class HoldOrder {
    private HoldOrder() {}

    /** Wave of a hold: lower ones are taken first, equal ones side by side. */
    static int wave(final boolean blocksWrites, final Role role) {
        return (blocksWrites ? 2 : 0) + (role == Role.REPLICA ? 0 : 1);
    }
}
