package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import java.util.Map;
import java.util.Optional;

/** Which claim has the name of one that is replaced. Told by the cluster alone, so that it is right after any crash. */
enum ClaimPlace {
    /** The one that was there before. */
    OLD,
    /** None. */
    FREE,
    /** The one that this run put there. */
    NEW,
    /** The one by which this run takes itself back. */
    BACK,
    /** One that somebody else made meanwhile. */
    FOREIGN;

    static ClaimPlace of(
            final Optional<PersistentVolumeClaim> current, final ReplacedClaim replaced, final String run) {
        if (current.isEmpty()) {
            return FREE;
        }
        PersistentVolumeClaim claim = current.get();
        if (claim.getMetadata().getUid().equals(replaced.oldUid)) {
            return OLD;
        }
        Map<String, String> annotations = Metadata.annotations(claim);
        if (!run.equals(Metadata.labels(claim).get(Labels.RESTORE))) {
            return FOREIGN;
        }
        String filledFrom = annotations.get(Labels.FILLED_FROM);
        if (replaced.newSource().equals(filledFrom)) {
            return NEW;
        }
        return replaced.oldUid != null && replaced.oldSource().equals(filledFrom) ? BACK : FOREIGN;
    }
}
