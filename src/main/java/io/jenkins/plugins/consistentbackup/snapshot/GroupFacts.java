package io.jenkins.plugins.consistentbackup.snapshot;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.phase.OneLine;
import java.time.Instant;
import java.util.Optional;

/**
 * What matters of a VolumeGroupSnapshot. Texts are empty where the object says nothing.
 *
 * @param name its name
 * @param uid its uid
 * @param attempt which request made it, see {@link Labels#CUT_ATTEMPT}
 * @param content the group content that it is bound to
 * @param created when it was cut
 * @param error the storage's last error
 * @param deleted whether its deletion was asked for
 */
record GroupFacts(
        String name,
        String uid,
        String attempt,
        String content,
        Optional<Instant> created,
        Optional<String> error,
        boolean deleted) {

    static GroupFacts of(final GenericKubernetesResource group) {
        var meta = group.getMetadata();
        Object error = group.get("status", "error");
        String message = group.get("status", "error", "message");
        String content = group.get("status", "boundVolumeGroupSnapshotContentName");
        String created = group.get("status", "creationTime");
        return new GroupFacts(
                meta.getName(),
                meta.getUid() == null ? "" : meta.getUid(),
                meta.getAnnotations() == null ? "" : meta.getAnnotations().getOrDefault(Labels.CUT_ATTEMPT, ""),
                content == null ? "" : content,
                Optional.ofNullable(created).map(SnapshotFacts::instant),
                error == null ? Optional.empty() : Optional.of(message == null ? "" : OneLine.of(message)),
                meta.getDeletionTimestamp() != null);
    }

    /** What this says about the cut that the attempt was made for. */
    CutDecision decide(final String expectedAttempt) {
        if (!attempt.equals(expectedAttempt)) {
            return new CutDecision.Failed("there is a group snapshot of this name that this run did not create");
        }
        if (error.isPresent()) {
            return new CutDecision.Failed("the storage reports: " + error.get());
        }
        if (deleted) {
            return new CutDecision.Failed("somebody deleted the group snapshot");
        }
        return content.isEmpty() || created.isEmpty()
                ? new CutDecision.Waiting()
                : new CutDecision.Seen(uid, content, created.get());
    }
}
