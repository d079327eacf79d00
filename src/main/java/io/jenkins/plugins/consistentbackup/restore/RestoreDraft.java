package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.consistentbackup.catalog.HeldContainer;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.catalog.SavedVolume;
import io.jenkins.plugins.consistentbackup.catalog.SavedWorkload;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Decides what a restore in place does, from what was seen. Asks nobody. */
final class RestoreDraft {
    private final RestoreChoices choices;
    private final NamespaceView view;
    private final TemplateLibrary templates;
    private final Draft draft;

    RestoreDraft(
            final RestoreChoices choices,
            final NamespaceView view,
            final TemplateLibrary templates,
            final Draft draft) {
        this.choices = choices;
        this.view = view;
        this.templates = templates;
        this.draft = draft;
    }

    void fill(final Manifest manifest) {
        WorkloadDraft workloads = new WorkloadDraft(view, draft, choices.stopOtherPods());
        manifest.workloads().forEach(saved -> workload(saved, workloads));
        workloads.users(
                manifest.volumes().stream().map(volume -> volume.claim().name()).toList());
        manifest.volumes().forEach(this::claim);
        PodDraft pods = new PodDraft(templates, draft);
        for (HeldContainer held : manifest.holds()) {
            pods.container(held);
        }
    }

    private void workload(final SavedWorkload saved, final WorkloadDraft workloads) {
        if (!Workload.scalable(saved.kind())) {
            draft.problems.add(saved.kind() + " " + saved.name() + " in namespace " + view.namespace()
                    + " cannot be stopped by scaling; clone the set, or stop it and restore by hand");
            return;
        }
        Optional<Workload> found = view.workload(saved.kind(), saved.name());
        if (found.isEmpty()) {
            draft.problems.add(saved.kind() + " " + saved.name() + " of the set is gone from namespace "
                    + view.namespace() + "; create it again, with 0 replicas if it cannot start without its data");
            return;
        }
        StoppedWorkload stopped = workloads.restored(found.get());
        images(saved, found.get(), stopped);
        if (stopped.replicas == 0) {
            draft.warnings.add(
                    found.get() + " is to have 0 replicas: the restored data will not be started or checked");
        }
    }

    private void images(final SavedWorkload saved, final Workload found, final StoppedWorkload stopped) {
        Map<String, String> now = found.images();
        for (SavedWorkload.ContainerImage container : saved.containers()) {
            String current = now.get(container.container());
            if (current == null || current.equals(container.image())) {
                continue;
            }
            if (choices.rollBackWorkload()) {
                stopped.oldImages.put(container.container(), current);
                stopped.newImages.put(container.container(), container.image());
                draft.steps.add("roll " + found + " back from image " + current + " to " + container.image());
            } else {
                draft.warnings.add(found + " runs image " + current + " now, the set was made with "
                        + container.image() + ": the data is restored for the image that runs now; ask for the"
                        + " workload to be rolled back as well if it cannot read it");
            }
        }
    }

    private void claim(final SavedVolume volume) {
        ReplacedClaim claim = new ReplacedClaim();
        claim.name = volume.claim().name();
        claim.sourceSnapshot = volume.snapshot().name();
        claim.snapshotClass = volume.snapshot().snapshotClass();
        PersistentVolumeClaim old = view.claims().get(claim.name);
        if (old == null) {
            draft.warnings.add("claim " + claim.name + " exists no more: it is created as it was in the set");
            claim.body = ClaimBody.commonOf(volume.claim());
            claim.newSize =
                    ClaimBody.size(volume.claim().capacity(), volume.snapshot().restoreSizeBytes());
            claim.bindsByItself = view.bindsByItself(volume.claim().storageClass());
        } else {
            replace(claim, old);
            claim.newSize = ClaimBody.size(request(old), volume.snapshot().restoreSizeBytes());
        }
        draft.state.claims.add(claim);
        draft.steps.add("replace claim " + claim.name + " by " + claim.newSource() + " (" + claim.newSize + ")"
                + (claim.hadData() ? "; what it holds now is kept as " + claim.oldSource() : ""));
    }

    /** What is to be known of the claim that is replaced. */
    private void replace(final ReplacedClaim claim, final PersistentVolumeClaim old) {
        replace(claim, old, view, draft);
    }

    static void replace(
            final ReplacedClaim claim, final PersistentVolumeClaim old, final NamespaceView view, final Draft draft) {
        claim.oldUid = old.getMetadata().getUid();
        claim.body = ClaimBody.commonOf(old);
        claim.bindsByItself = view.bindsByItself(old.getSpec().getStorageClassName());
        claim.oldSize = request(old);
        String volume = old.getSpec().getVolumeName();
        if (volume == null || volume.isEmpty()) {
            draft.warnings.add("claim " + claim.name + " is not bound: there is nothing to keep");
            return;
        }
        if (!ClaimSwap.isBound(old)) {
            draft.problems.add("claim " + claim.name + " in namespace " + view.namespace() + " names volume " + volume
                    + ", but is not bound to it: wait until it is, or delete the claim");
        }
        claim.oldVolume = volume;
        if (draft.state.profile == Profile.CLUSTER) {
            PersistentVolume found = view.volumes().get(volume);
            claim.oldReclaimPolicy = found == null ? null : found.getSpec().getPersistentVolumeReclaimPolicy();
        } else {
            claim.oldSize = larger(request(old), capacity(old));
            claim.safetySnapshot = SetId.of(draft.state.id).snapshotName(claim.name);
        }
    }

    static String request(final PersistentVolumeClaim claim) {
        return claim.getSpec().getResources().getRequests().get("storage").toString();
    }

    private static String capacity(final PersistentVolumeClaim claim) {
        Map<String, Quantity> capacity =
                claim.getStatus() == null ? null : claim.getStatus().getCapacity();
        return capacity == null || capacity.get("storage") == null
                ? request(claim)
                : capacity.get("storage").toString();
    }

    private static String larger(final String one, final String other) {
        BigDecimal first = Quantity.getAmountInBytes(Quantity.parse(one));
        return first.compareTo(Quantity.getAmountInBytes(Quantity.parse(other))) >= 0 ? one : other;
    }
}
