package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keeps what is replaced: as volumes in the cluster profile, as cold snapshots in the other. */
final class Protection {
    private final RestoreState state;
    private final VolumeKeeping volumes;
    private final SafetySnapshots snapshots;

    Protection(final RestoreState state, final Tools tools) {
        this.state = state;
        volumes = new VolumeKeeping(state, tools);
        snapshots = new SafetySnapshots(state, tools);
    }

    /** Makes the old volumes, and volumes that are given back, outlive their claims. */
    CompletableFuture<Void> keepVolumes() {
        if (state.profile != Profile.CLUSTER) {
            return Steps.done();
        }
        return Steps.inOrder(replaced(), claim -> volumes.keep(claim.oldVolume, claim.name));
    }

    /** Takes cold snapshots of the stopped volumes, and waits until all are ready. */
    CompletableFuture<Void> takeSnapshots() {
        List<ReplacedClaim> claims = replaced().stream()
                .filter(claim -> claim.safetySnapshot != null)
                .toList();
        return Steps.inOrder(
                        claims,
                        claim -> snapshots.take(claim.safetySnapshot, claim.name, claim.oldUid, claim.snapshotClass))
                .thenCompose(nothing -> Steps.together(
                        claims, claim -> snapshots.awaitReady(claim.safetySnapshot, claim.name, claim.oldUid)));
    }

    /** After all went well: what was replaced expires, and what was given back is an ordinary volume again. */
    CompletableFuture<Void> settle(final Instant expiry) {
        return Steps.inOrder(
                state.claims,
                claim -> givenBack(claim).thenCompose(nothing -> {
                    if (!claim.hadData()) {
                        return Steps.done();
                    }
                    return claim.safetySnapshot == null
                            ? volumes.expires(claim.oldVolume, expiry)
                            : snapshots.expires(claim.safetySnapshot, expiry);
                }));
    }

    /** After it was taken back: the old volumes are ordinary ones again; cold snapshots expire. */
    CompletableFuture<Void> settleTakenBack(final Instant expiry) {
        return Steps.inOrder(replaced(), claim -> {
            if (claim.safetySnapshot == null) {
                return volumes.useAgain(claim.oldVolume);
            }
            return snapshots.expiresIfThere(claim.safetySnapshot, expiry);
        });
    }

    private CompletableFuture<Void> givenBack(final ReplacedClaim claim) {
        return claim.sourceVolume == null ? Steps.done() : volumes.useAgain(claim.sourceVolume);
    }

    private List<ReplacedClaim> replaced() {
        return state.claims.stream().filter(ReplacedClaim::hadData).toList();
    }
}
