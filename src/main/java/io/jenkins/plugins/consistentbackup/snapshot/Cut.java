package io.jenkins.plugins.consistentbackup.snapshot;

import java.io.Serializable;
import java.time.Instant;

/**
 * A snapshot that was seen to be cut. It may not be ready yet.
 *
 * @param snapshot name of the VolumeSnapshot
 * @param uid its uid
 * @param groupSnapshot name of the VolumeGroupSnapshot that it is a member of, or empty
 * @param claim the claim that was cut
 * @param claimUid its uid
 * @param volumeHandle the storage's name for the claim's volume, or empty where volumes cannot be read
 * @param content name of the bound VolumeSnapshotContent
 * @param creationTime when it was cut, by the storage's or the sidecar's clock: evidence, not a measure
 * @param requested when the request for it was sent
 * @param observed when it was seen to be cut
 */
public record Cut(
        String snapshot,
        String uid,
        String groupSnapshot,
        String claim,
        String claimUid,
        String volumeHandle,
        String content,
        Instant creationTime,
        Moment requested,
        Moment observed)
        implements Serializable {}
