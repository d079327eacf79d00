package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.phase.OneLine;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps volumes beyond their claims, and gives them back to claims. Needs the cluster profile: a volume lives in no
 * namespace.
 */
final class VolumeKeeping {
    static final String RETAIN = "Retain";

    private final RestoreState state;
    private final Tools tools;

    VolumeKeeping(final RestoreState state, final Tools tools) {
        this.state = state;
        this.tools = tools;
    }

    /** Makes sure that a volume outlives its claim, and says whose it is. Its reclaim policy is read back. */
    CompletableFuture<Void> keep(final String volume, final String claim) {
        return found(volume)
                .thenCompose(found -> isKept(found)
                        ? Steps.done()
                        : Steps.ignore(tools.cluster().patch(Kind.VOLUMES, null, volume, keeping(found, claim))))
                .thenCompose(nothing -> proveKept(volume));
    }

    /**
     * The same for the volume of a claim that was put in another's place, until it expires. What somebody has removed is not
     * kept; what somebody is deleting goes with its claim, but stays in the storage.
     *
     * @param lost whether it is said not to be there
     */
    CompletableFuture<Void> keepReplacement(
            final String volume, final String claim, final boolean lost, final Instant expiry) {
        return tryToKeepReplacement(volume, claim, lost, expiry)
                // Once more, since it may have been deleted, or set back, just now.
                .exceptionallyCompose(failure -> Futures.cause(failure) instanceof RestoreException
                        ? tryToKeepReplacement(volume, claim, lost, expiry)
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<Void> tryToKeepReplacement(
            final String volume, final String claim, final boolean lost, final Instant expiry) {
        return SecondLook.find(tools.cluster(), Kind.VOLUMES, null, volume).thenCompose(found -> {
            String warning = "warning: volume " + volume + " of claim " + claim + " in namespace " + state.namespace();
            if (found.isEmpty() && lost) {
                tools.say(warning + " is gone: somebody removed it, and what was written to it is not kept");
                return Steps.done();
            }
            PersistentVolume there = found.orElseThrow(() -> gone(volume));
            if (there.getMetadata().getDeletionTimestamp() == null) {
                return keep(volume, claim).thenCompose(nothing -> expires(volume, expiry));
            }
            tools.say(
                    warning + " is being deleted by somebody, and goes with its claim; what was written to it stays in"
                            + " the storage alone, under the handle " + handle(there));
            return Steps.ignore(tools.cluster().patch(Kind.VOLUMES, null, volume, keeping(there, claim)));
        });
    }

    /** It may be seen again, when somebody's answer was wrong. */
    private static ClusterException gone(final String volume) {
        return new ClusterException(Reason.CONFLICT, "volume " + volume + " is gone: somebody removed it");
    }

    private static String handle(final PersistentVolume volume) {
        return Optional.ofNullable(volume.getSpec().getCsi())
                .map(csi -> OneLine.of(csi.getVolumeHandle()))
                .orElse("of its driver");
    }

    /** Fails unless the volume, as the cluster says now, would outlive its claim and is known to be ours. */
    CompletableFuture<Void> proveKept(final String volume) {
        return found(volume).thenAccept(found -> {
            if (found.getMetadata().getDeletionTimestamp() != null) {
                throw new RestoreException("volume " + volume + " is being deleted by somebody, and would go with its"
                        + " claim; nothing was deleted here. Copy its data to another volume first");
            }
            if (!isKept(found)) {
                throw new RestoreException("volume " + volume + " would be lost with its claim: its reclaim policy is "
                        + found.getSpec().getPersistentVolumeReclaimPolicy()
                        + " although Retain was set; nothing was deleted. Find out what sets it back");
            }
        });
    }

    /**
     * Frees a kept volume for the next claim of its old name: drops only uid and resourceVersion of its claimRef, so
     * that no claim of another name can get it.
     */
    CompletableFuture<Void> free(final String volume) {
        return tools.until(
                        Kind.VOLUMES,
                        null,
                        volumes -> released(volume, volumes),
                        state.limits().claims(),
                        "volume " + volume + " to be released by its deleted claim")
                .thenCompose(found -> isFree(found)
                        ? Steps.done()
                        : Steps.ignore(tools.cluster().patch(Kind.VOLUMES, null, volume, freeing(found))));
    }

    /**
     * Takes the freeing back when the claim did not come to be: otherwise the next claim of that name would get the volume,
     * even one that is to be filled from a snapshot. A request to free it that takes effect later finds another version.
     */
    CompletableFuture<Void> withhold(final String volume) {
        return Versions.unlessOthersChangeIt(() -> SecondLook.find(tools.cluster(), Kind.VOLUMES, null, volume)
                .thenCompose(found -> found.filter(kept -> !isInUse(kept))
                        .map(kept -> Steps.ignore(tools.cluster().patch(Kind.VOLUMES, null, volume, withholding(kept))))
                        .orElseGet(Steps::done)));
    }

    /** Ends the keeping of a volume that is in use again: it gets the reclaim policy that it had. */
    CompletableFuture<Void> useAgain(final String volume) {
        return SecondLook.find(tools.cluster(), Kind.VOLUMES, null, volume).thenCompose(found -> {
            if (found.isEmpty() || !labels(found.get()).containsKey(Labels.RESTORE)) {
                return Steps.done();
            }
            return Steps.ignore(tools.cluster().patch(Kind.VOLUMES, null, volume, usingAgain(found.get())));
        });
    }

    /** Says when a kept volume may be removed. */
    CompletableFuture<Void> expires(final String volume, final Instant when) {
        ObjectNode patch = Json.object();
        patch.withObject("/metadata/annotations").put(Labels.EXPIRES, when.toString());
        return Steps.ignore(tools.cluster().patch(Kind.VOLUMES, null, volume, patch));
    }

    /** The volume of a claim that was kept and is not used any more, or one that is free already. */
    private static Optional<PersistentVolume> released(final String name, final Map<String, PersistentVolume> volumes) {
        PersistentVolume volume = volumes.get(name);
        if (volume == null) {
            throw new RestoreException("volume " + name + " is gone: somebody removed it");
        }
        return isInUse(volume) ? Optional.empty() : Optional.of(volume);
    }

    private static boolean isInUse(final PersistentVolume volume) {
        String phase = volume.getStatus() == null ? "" : volume.getStatus().getPhase();
        return "Bound".equals(phase) && !isFree(volume);
    }

    private static boolean isFree(final PersistentVolume volume) {
        ObjectReference claim = volume.getSpec().getClaimRef();
        return claim != null && claim.getUid() == null;
    }

    private boolean isKept(final PersistentVolume volume) {
        return RETAIN.equals(volume.getSpec().getPersistentVolumeReclaimPolicy())
                && state.id().equals(labels(volume).get(Labels.RESTORE));
    }

    private ObjectNode keeping(final PersistentVolume volume, final String claim) {
        ObjectNode patch = exactly(volume);
        patch.withObject("/metadata/labels")
                .put(Labels.RESTORE, state.id())
                .put(Labels.KEPT_FOR, Labels.keptFor(claim));
        ObjectNode annotations = patch.withObject("/metadata/annotations").put(Labels.REQUESTER, state.holder());
        annotations.putNull(Labels.EXPIRES);
        if (!annotations(volume).containsKey(Labels.RECLAIM_POLICY)) {
            annotations.put(Labels.RECLAIM_POLICY, volume.getSpec().getPersistentVolumeReclaimPolicy());
        }
        patch.withObject("/spec").put("persistentVolumeReclaimPolicy", RETAIN);
        return patch;
    }

    private static ObjectNode freeing(final PersistentVolume volume) {
        ObjectNode patch = exactly(volume);
        patch.withObject("/spec/claimRef").putNull("uid").putNull("resourceVersion");
        return patch;
    }

    /**
     * With a uid that no claim has, the volume's own, it counts as released by a claim that is gone. The mark is always new:
     * a patch that changes nothing makes no new version.
     */
    private static ObjectNode withholding(final PersistentVolume volume) {
        ObjectNode patch = exactly(volume);
        patch.withObject("/metadata/annotations")
                .put(Labels.LAST_CHANGE, UUID.randomUUID().toString());
        patch.withObject("/spec/claimRef").put("uid", volume.getMetadata().getUid());
        return patch;
    }

    private static ObjectNode usingAgain(final PersistentVolume volume) {
        ObjectNode patch = exactly(volume);
        patch.withObject("/metadata/labels").putNull(Labels.RESTORE).putNull(Labels.KEPT_FOR);
        patch.withObject("/metadata/annotations")
                .putNull(Labels.REQUESTER)
                .putNull(Labels.EXPIRES)
                .putNull(Labels.LAST_CHANGE)
                .putNull(Labels.RECLAIM_POLICY);
        String policy = annotations(volume).get(Labels.RECLAIM_POLICY);
        if (policy != null) {
            patch.withObject("/spec").put("persistentVolumeReclaimPolicy", policy);
        }
        return patch;
    }

    /** A patch that hits this very object in the very state that was looked at, or fails. */
    private static ObjectNode exactly(final PersistentVolume volume) {
        ObjectNode patch = Json.object();
        patch.withObject("/metadata")
                .put("uid", volume.getMetadata().getUid())
                .put("resourceVersion", volume.getMetadata().getResourceVersion());
        return patch;
    }

    private CompletableFuture<PersistentVolume> found(final String volume) {
        return SecondLook.find(tools.cluster(), Kind.VOLUMES, null, volume)
                .thenApply(found -> found.orElseThrow(() -> gone(volume)));
    }

    private static Map<String, String> labels(final PersistentVolume volume) {
        return Metadata.labels(volume);
    }

    private static Map<String, String> annotations(final PersistentVolume volume) {
        return Metadata.annotations(volume);
    }
}
