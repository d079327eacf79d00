package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides how a finished restore or undo is undone, from its record and from what was seen. Asks nobody. */
final class UndoDraft {
    private final RestoreChoices choices;
    private final NamespaceView view;
    private final Map<String, PersistentVolume> kept;
    private final TemplateLibrary templates;
    private final Draft draft;

    /**
     * @param kept the volumes that the restore kept, as far as they still exist, by name
     */
    UndoDraft(
            final RestoreChoices choices,
            final NamespaceView view,
            final Map<String, PersistentVolume> kept,
            final TemplateLibrary templates,
            final Draft draft) {
        this.choices = choices;
        this.view = view;
        this.kept = kept;
        this.templates = templates;
        this.draft = draft;
    }

    void fill(final RestoreState before) {
        WorkloadDraft workloads = new WorkloadDraft(view, draft, choices.stopOtherPods());
        RestoreSteps.restored(before).forEach(workload -> workload(workload, workloads));
        List<ReplacedClaim> undone =
                before.claims.stream().filter(ReplacedClaim::hadData).toList();
        before.claims.stream()
                .filter(claim -> !claim.hadData())
                .forEach(claim -> draft.warnings.add(
                        "claim " + claim.name + " had held nothing before " + before.id + ": it is left as it is"));
        workloads.users(undone.stream().map(claim -> claim.name).toList());
        undone.forEach(this::claim);
        before.pods.forEach(this::check);
        if (undone.isEmpty()) {
            draft.problems.add(before.id + " replaced nothing that could be put back");
        }
    }

    private void workload(final StoppedWorkload before, final WorkloadDraft workloads) {
        Optional<Workload> found = view.workload(before.kind, before.name);
        if (found.isEmpty()) {
            draft.problems.add(before + " is gone from namespace " + view.namespace()
                    + "; create it again, with 0 replicas if it cannot start without its data");
            return;
        }
        StoppedWorkload stopped = workloads.restored(found.get());
        Map<String, String> now = found.get().images();
        before.oldImages.forEach((container, image) -> {
            stopped.oldImages.put(container, now.get(container));
            stopped.newImages.put(container, image);
            draft.steps.add("give container " + container + " of " + before + " its image " + image + " back");
        });
    }

    private void claim(final ReplacedClaim before) {
        ReplacedClaim claim = new ReplacedClaim();
        claim.name = before.name;
        claim.snapshotClass = before.snapshotClass;
        claim.body = before.body;
        claim.newSize = before.oldSize;
        if (before.safetySnapshot == null) {
            fromVolume(claim, before);
        } else {
            fromSnapshot(claim, before);
        }
        PersistentVolumeClaim current = view.claims().get(claim.name);
        if (current != null) {
            RestoreDraft.replace(claim, current, view, draft);
        }
        draft.state.claims.add(claim);
        draft.steps.add("replace claim " + claim.name + " by " + claim.newSource()
                + (claim.hadData() ? "; what it holds now is kept as " + claim.oldSource() : ""));
    }

    private void fromVolume(final ReplacedClaim claim, final ReplacedClaim before) {
        claim.sourceVolume = before.oldVolume;
        PersistentVolume volume = kept.get(before.oldVolume);
        if (volume == null) {
            draft.problems.add("volume " + before.oldVolume + " that was kept for claim " + before.name
                    + " is gone or cannot be read: what the claim held before cannot be brought back");
        } else if (volume.getMetadata().getDeletionTimestamp() != null) {
            draft.problems.add("volume " + before.oldVolume + " that was kept for claim " + before.name
                    + " is being deleted by somebody: a claim that gets it would lose it");
        } else if ("Bound"
                .equals(volume.getStatus() == null ? "" : volume.getStatus().getPhase())) {
            draft.problems.add("volume " + before.oldVolume + " that was kept for claim " + before.name
                    + " is in use: it was put back already");
        }
    }

    private void fromSnapshot(final ReplacedClaim claim, final ReplacedClaim before) {
        claim.sourceSnapshot = before.safetySnapshot;
        VolumeSnapshot snapshot = view.snapshots().get(before.safetySnapshot);
        if (snapshot == null
                || snapshot.getMetadata().getDeletionTimestamp() != null
                || snapshot.getStatus() == null
                || !Boolean.TRUE.equals(snapshot.getStatus().getReadyToUse())) {
            draft.problems.add("safety snapshot " + before.safetySnapshot + " in namespace " + view.namespace()
                    + " is gone, being deleted, or not ready: what claim " + before.name
                    + " held before cannot be brought back");
            return;
        }
        Quantity least = snapshot.getStatus().getRestoreSize();
        if (least != null) {
            BigDecimal bytes = Quantity.getAmountInBytes(least);
            claim.newSize = ClaimBody.size(before.oldSize, bytes.longValueExact());
        }
    }

    /**
     * The data was live and lay still when it was put away: nothing is to be prepared. A template that the library lacks is
     * not looked for elsewhere, because who may write in the namespace may have written the record as well.
     */
    private void check(final RestoredPod before) {
        String digest = templates.has(before.template)
                ? templates.named(before.template).digest()
                : null;
        if (digest == null || before.templateDigest != null && !before.templateDigest.equals(digest)) {
            draft.warnings.add("template " + before.template
                    + " of then is not in the library, or was changed: whether the database of " + before.pod + " ("
                    + before.container + ") works again is only seen by its readiness");
            return;
        }
        RestoredPod pod = new RestoredPod();
        pod.pod = before.pod;
        pod.container = before.container;
        pod.workloadKind = before.workloadKind;
        pod.workload = before.workload;
        pod.template = before.template;
        pod.templateDigest = digest;
        pod.parameters.putAll(before.parameters);
        draft.state.pods.add(pod);
    }
}
