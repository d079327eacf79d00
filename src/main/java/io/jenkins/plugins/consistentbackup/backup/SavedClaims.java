package io.jenkins.plugins.consistentbackup.backup;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.consistentbackup.catalog.SavedVolume;
import java.util.Optional;

/** What the manifest says of a claim, so that a restore can make one like it. */
final class SavedClaims {
    private SavedClaims() {}

    static SavedVolume.Claim of(final PersistentVolumeClaim claim) {
        return new SavedVolume.Claim(
                claim.getMetadata().getName(),
                claim.getMetadata().getUid(),
                Optional.ofNullable(claim.getSpec().getStorageClassName()).orElse(""),
                capacity(claim),
                claim.getSpec().getAccessModes(),
                Optional.ofNullable(claim.getSpec().getVolumeMode()).orElse("Filesystem"));
    }

    /** What it has, or, where that is not said, what it asked for. */
    private static String capacity(final PersistentVolumeClaim claim) {
        return Optional.ofNullable(claim.getStatus().getCapacity())
                .map(capacity -> capacity.get("storage"))
                .or(() -> Optional.ofNullable(claim.getSpec().getResources())
                        .map(resources -> resources.getRequests().get("storage")))
                .map(Quantity::toString)
                .orElse("");
    }
}
