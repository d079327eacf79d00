package io.jenkins.plugins.consistentbackup.embedded.api.store;

/**
 * How an object is deleted: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/.
 *
 * @param uid the object must have this uid; null: any
 * @param resourceVersion the object must have this version; null: any
 * @param propagation what becomes of what it owns; null: the type's default
 * @param graceSeconds how long a pod may take to end; null: what the pod says
 */
public record DeleteOptions(
        String uid, String resourceVersion, Propagation propagation, Long graceSeconds, boolean dryRun) {

    public enum Propagation {
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }

    public static final DeleteOptions DEFAULTS = new DeleteOptions(null, null, null, null, false);

    public DeleteOptions withUid(String required) {
        return new DeleteOptions(required, resourceVersion, propagation, graceSeconds, dryRun);
    }

    public DeleteOptions withResourceVersion(String required) {
        return new DeleteOptions(uid, required, propagation, graceSeconds, dryRun);
    }

    public DeleteOptions withPropagation(Propagation wanted) {
        return new DeleteOptions(uid, resourceVersion, wanted, graceSeconds, dryRun);
    }

    public DeleteOptions withGraceSeconds(long seconds) {
        return new DeleteOptions(uid, resourceVersion, propagation, seconds, dryRun);
    }

    public DeleteOptions withDryRun(boolean dry) {
        return new DeleteOptions(uid, resourceVersion, propagation, graceSeconds, dry);
    }
}
