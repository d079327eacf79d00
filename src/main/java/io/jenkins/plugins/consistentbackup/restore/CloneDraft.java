package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.catalog.HeldContainer;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.catalog.SavedVolume;
import io.jenkins.plugins.consistentbackup.catalog.SavedWorkload;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Decides what a clone makes in the other namespace, from what was seen in both. Asks nobody. */
final class CloneDraft {
    private final NamespaceView from;
    private final NamespaceView into;
    private final TemplateLibrary templates;
    private final Draft draft;

    CloneDraft(final NamespaceView from, final NamespaceView into, final TemplateLibrary templates, final Draft draft) {
        this.from = from;
        this.into = into;
        this.templates = templates;
        this.draft = draft;
    }

    void fill(final Manifest manifest) {
        manifest.volumes().forEach(this::volume);
        manifest.workloads().forEach(this::workload);
        PodDraft pods = new PodDraft(templates, draft);
        for (HeldContainer held : manifest.holds()) {
            pods.container(held);
        }
        needs();
    }

    private void volume(final SavedVolume volume) {
        String name = volume.claim().name();
        if (volume.snapshot().handle().isEmpty()) {
            draft.problems.add("the set does not know the storage's name for the snapshot of claim " + name
                    + ", because it was made in the namespace profile; back up in the cluster profile to clone");
            return;
        }
        if (into.claims().containsKey(name)) {
            draft.problems.add("claim " + name + " exists already in namespace " + into.namespace()
                    + "; clone into a namespace that has none");
        }
        SnapshotCopy copy = new SnapshotCopy();
        copy.name = SetId.of(draft.state.id).snapshotName(name);
        copy.content = SetId.of(draft.state.id).snapshotName(into.namespace() + "-" + name);
        copy.handle = volume.snapshot().handle();
        copy.driver = volume.snapshot().driver();
        copy.snapshotClass = volume.snapshot().snapshotClass();
        copy.volumeMode = volume.claim().volumeMode();
        draft.state.copies.add(copy);
        ReplacedClaim claim = new ReplacedClaim();
        claim.name = name;
        claim.sourceSnapshot = copy.name;
        claim.body = Optional.ofNullable(from.claims().get(name))
                .map(ClaimBody::commonOf)
                .orElseGet(() -> ClaimBody.commonOf(volume.claim()));
        claim.newSize =
                ClaimBody.size(volume.claim().capacity(), volume.snapshot().restoreSizeBytes());
        // Of the class that the new claim gets: the original may have another one by now than in the set.
        claim.bindsByItself = into.bindsByItself(
                Json.tree(claim.body).at("/spec/storageClassName").asText());
        draft.state.claims.add(claim);
        draft.steps.add("create claim " + name + " (" + claim.newSize + ") from snapshot "
                + volume.snapshot().name());
    }

    private void workload(final SavedWorkload saved) {
        Optional<Workload> original =
                Workload.scalable(saved.kind()) ? from.workload(saved.kind(), saved.name()) : Optional.empty();
        if (original.isEmpty()) {
            draft.warnings.add(saved.kind() + " " + saved.name()
                    + " cannot be copied: it is gone, or of a kind that is not copied; only its claims are made");
            return;
        }
        if (into.workload(saved.kind(), saved.name()).isPresent()) {
            draft.problems.add(saved.kind() + " " + saved.name() + " exists already in namespace " + into.namespace()
                    + "; clone into a namespace that has none");
        }
        StoppedWorkload copy = new StoppedWorkload();
        copy.kind = saved.kind();
        copy.name = saved.name();
        copy.replicas = saved.replicas();
        copy.restored = true;
        copy.body = body(original.get(), saved.replicas());
        draft.state.workloads.add(copy);
        draft.steps.add(
                "create " + copy + " with as many replicas (" + copy.replicas + ") and the images of the original");
    }

    /** The workload as somebody would have written it down, for the other namespace. */
    private String body(final Workload original, final int replicas) {
        ObjectNode body = original.tree().deepCopy();
        body.remove("status");
        ObjectNode metadata = body.withObject("/metadata");
        metadata.retain(List.of("name", "labels", "annotations"));
        metadata.put("namespace", into.namespace());
        ObjectNode annotations = metadata.withObject("/annotations");
        annotations.remove(List.of(
                Labels.REPLICAS,
                Labels.REQUESTER,
                Labels.RETENTION_POLICY,
                "deployment.kubernetes.io/revision",
                "kubectl.kubernetes.io/last-applied-configuration"));
        metadata.withObject("/labels").put(Labels.RESTORE, draft.state.id);
        body.withObject("/spec").put("replicas", replicas);
        for (JsonNode template : body.path("spec").path("volumeClaimTemplates")) {
            ((ObjectNode) template).remove("status");
        }
        return body.toString();
    }

    /** What the pods refer to and a clone does not copy. */
    private void needs() {
        TreeSet<String> needed = new TreeSet<>();
        for (StoppedWorkload workload : draft.state.workloads) {
            References.of(Json.tree(workload.body), needed);
        }
        if (!needed.isEmpty()) {
            draft.warnings.add("not copied, so it must be in namespace " + into.namespace() + " already: "
                    + String.join(", ", needed));
        }
    }
}
