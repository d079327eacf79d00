package io.jenkins.plugins.consistentbackup.snapshot;

/**
 * A snapshot that can be restored from.
 *
 * @param cut what was cut
 * @param restoreSizeBytes least size of a volume made of it, 0 when the driver does not say
 * @param snapshotClass its class, or empty
 * @param driver CSI driver, or empty where it could not be read
 * @param handle the storage's own name for it, or empty where it could not be read
 * @param binding how far it was proved that snapshot and content belong together
 */
public record ReadySnapshot(
        Cut cut, long restoreSizeBytes, String snapshotClass, String driver, String handle, Binding binding) {

    /** How far it was proved that snapshot and content belong together. */
    public enum Binding {
        /** The snapshot points at the content; the content could not be read. */
        ONE_WAY,
        /** The content points back at this snapshot, at the volume that was asked for, and has a handle. */
        BOTH_WAYS
    }
}
