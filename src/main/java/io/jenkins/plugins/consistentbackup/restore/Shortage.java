package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides whether it is for lack of room that something cannot be made, and says what to do about it. Asks nobody. */
final class Shortage {
    private static final String QUOTA = "exceeded quota";

    /**
     * How a CSI driver says that it has no room, or none of that size: the gRPC codes that CreateVolume answers with, as
     * the provisioner quotes them. Any other refusal may pass by itself when the provisioner asks again.
     */
    private static final Pattern FULL = Pattern.compile("code = (ResourceExhausted|OutOfRange)\\b");

    private Shortage() {}

    /** Whether an event says that the storage has no room for what it is about. */
    static boolean isTold(final Event event) {
        return "Warning".equals(event.getType())
                && "ProvisioningFailed".equals(event.getReason())
                && event.getMessage() != null
                && FULL.matcher(event.getMessage()).find();
    }

    /** The failure of a run whose claim gets no volume. */
    static RestoreException ofStorage(final String claim, final String namespace, final String said) {
        return new RestoreException("the storage has no room for claim " + claim + " in namespace " + namespace + ": "
                + said + "; make room there (consistent-backup kept lists and removes what earlier restores keep), or"
                + " have the storage enlarged, and run it again");
    }

    /**
     * The failure of a creation, when a ResourceQuota is the reason; nothing otherwise. It is a CONFLICT: a quota learns a
     * while after a deletion that there is room again.
     */
    static Optional<ClusterException> ofQuota(final HasMetadata wanted, final Throwable failure) {
        return failure instanceof ClusterException refused
                        && refused.reason() == Reason.FORBIDDEN
                        && refused.getMessage().contains(QUOTA)
                ? Optional.of(
                        new ClusterException(
                                Reason.CONFLICT,
                                "a ResourceQuota of namespace "
                                        + wanted.getMetadata().getNamespace() + " leaves no room for "
                                        + wanted.getKind() + " "
                                        + wanted.getMetadata().getName() + ": " + refused.getMessage()
                                        + "; have the quota raised, or remove something that counts against it, and run it again"))
                : Optional.empty();
    }
}
