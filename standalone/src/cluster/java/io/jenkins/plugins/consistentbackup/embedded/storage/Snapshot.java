package io.jenkins.plugins.consistentbackup.embedded.storage;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A snapshot that the storage has cut.
 *
 * @param handle the driver's own name for it
 * @param volume handle of the volume that was cut
 * @param creationTime when it was cut, on the storage's clock
 * @param restoreSize bytes that a volume made from it needs at least
 * @param ready completes when volumes can be made from it; never, when the driver was told so
 */
public record Snapshot(
        String handle, String volume, Instant creationTime, long restoreSize, CompletableFuture<Void> ready) {}
