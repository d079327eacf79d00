package io.jenkins.plugins.consistentbackup.embedded.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.store.DeleteOptions.Propagation;
import java.time.Instant;

/**
 * What happens to an object that is deleted: at once, or marked until its finalizers and, for a pod, its node let it go.
 */
final class Deletion {

    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    private static final long DEFAULT_POD_GRACE_SECONDS = 30;

    private final Ledger ledger;

    Deletion(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Returns the object as it is afterwards, or was in the end. */
    ObjectNode delete(ResourceType type, ObjectNode current, DeleteOptions options) {
        checkPreconditions(type, current, options);
        ObjectNode object = current.deepCopy();
        Metadata metadata = Metadata.of(object);
        addFinalizer(propagation(type, options), metadata);
        long grace = type.equals(ResourceType.POD) ? graceSeconds(object, options) : 0;
        boolean marked = mark(type, object, grace);
        if (options.dryRun()) {
            return object;
        }
        if (grace == 0 && metadata.finalizers().isEmpty() && !holdsContent(type)) {
            ledger.remove(type, current, object);
        } else if (marked) {
            ledger.replace(type, current, object);
        } else {
            return current;
        }
        return object;
    }

    /** A namespace stays until its content is gone. */
    static boolean holdsContent(ResourceType type) {
        return type.equals(ResourceType.NAMESPACE);
    }

    private static void checkPreconditions(ResourceType type, ObjectNode current, DeleteOptions options) {
        Metadata metadata = Metadata.of(current);
        if (options.uid() != null && !options.uid().equals(metadata.uid())) {
            throw ApiException.conflict(
                    type,
                    metadata.name(),
                    "Precondition failed: UID in precondition: " + options.uid() + ", UID in object meta: "
                            + metadata.uid());
        }
        if (options.resourceVersion() != null && !options.resourceVersion().equals(metadata.resourceVersion())) {
            throw ApiException.conflict(
                    type,
                    metadata.name(),
                    "Precondition failed: ResourceVersion in precondition: " + options.resourceVersion()
                            + ", ResourceVersion in object meta: " + metadata.resourceVersion());
        }
    }

    /** Jobs alone leave what they own behind unless told otherwise (pkg/registry/batch/job/strategy.go). */
    private static Propagation propagation(ResourceType type, DeleteOptions options) {
        if (options.propagation() != null) {
            return options.propagation();
        }
        return type.equals(ResourceType.JOB) ? Propagation.ORPHAN : Propagation.BACKGROUND;
    }

    private static void addFinalizer(Propagation propagation, Metadata metadata) {
        if (metadata.isBeingDeleted()) {
            return;
        }
        if (propagation == Propagation.FOREGROUND) {
            metadata.addFinalizer(FOREGROUND);
        } else if (propagation == Propagation.ORPHAN) {
            metadata.addFinalizer(ORPHAN);
        }
    }

    /** podStrategy.CheckGracefulDelete in pkg/registry/core/pod/strategy.go. */
    private static long graceSeconds(ObjectNode pod, DeleteOptions options) {
        String phase = pod.path("status").path("phase").asText();
        if (!pod.path("spec").hasNonNull("nodeName") || phase.equals("Succeeded") || phase.equals("Failed")) {
            return 0;
        }
        long wanted = options.graceSeconds() != null
                ? options.graceSeconds()
                : pod.path("spec").path("terminationGracePeriodSeconds").asLong(DEFAULT_POD_GRACE_SECONDS);
        return wanted < 0 ? 1 : wanted;
    }

    /** Sets the time of the deletion, which can be shortened later but not prolonged. Returns whether it changed. */
    private boolean mark(ResourceType type, ObjectNode object, long grace) {
        ObjectNode metadata = Metadata.of(object).node();
        boolean first = !metadata.hasNonNull("deletionTimestamp");
        if (!first && metadata.path("deletionGracePeriodSeconds").asLong() <= grace) {
            return false;
        }
        Instant end = ledger.now().plusSeconds(grace);
        metadata.put("deletionTimestamp", end.toString()).put("deletionGracePeriodSeconds", grace);
        if (first && type.hasGeneration()) {
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
        if (type.equals(ResourceType.NAMESPACE)) {
            object.withObjectProperty("status").put("phase", "Terminating");
        }
        return true;
    }
}
