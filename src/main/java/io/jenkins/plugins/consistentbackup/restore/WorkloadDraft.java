package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Decides which workloads must be stopped for claims to be replaced, and says who would fight against that. */
final class WorkloadDraft {
    /** Labels and annotations by which GitOps controllers mark what they put right again. */
    private static final List<String> GITOPS = List.of(
            "argocd.argoproj.io/tracking-id",
            "argocd.argoproj.io/instance",
            "kustomize.toolkit.fluxcd.io/name",
            "helm.toolkit.fluxcd.io/name");

    private final NamespaceView view;
    private final Draft draft;
    private final boolean stopOthers;
    private final Map<String, StoppedWorkload> stopped = new LinkedHashMap<>();

    WorkloadDraft(final NamespaceView view, final Draft draft, final boolean stopOthers) {
        this.view = view;
        this.draft = draft;
        this.stopOthers = stopOthers;
    }

    /** A workload whose data is put back. */
    StoppedWorkload restored(final Workload workload) {
        return stopped.computeIfAbsent(workload.toString(), key -> describe(workload, true));
    }

    /** Goes through the pods that use the claims: each must be stopped, or the claims cannot be replaced. */
    void users(final List<String> claims) {
        view.usersOf(claims).forEach(this::user);
        draft.state.workloads.addAll(stopped.values());
        for (StoppedWorkload workload : draft.state.workloads) {
            draft.steps.add("stop " + workload + ", which is to have " + workload.replicas
                    + (workload.replicas == 1 ? " replica" : " replicas")
                    + (workload.restored ? "" : " and uses the same claims"));
            view.workload(workload.kind, workload.name).ifPresent(this::warnOfOpponents);
        }
    }

    private void user(final Pod pod) {
        String name = pod.getMetadata().getName();
        var workload = view.workloadOf(pod);
        if (workload.isPresent() && stopped.containsKey(workload.get().toString())) {
            return;
        }
        if (workload.isEmpty()) {
            String owner = Pods.controller(pod)
                    .map(controller -> "of " + controller.getKind() + " " + controller.getName())
                    .orElse("that no workload owns");
            draft.problems.add("pod " + name + " in namespace " + view.namespace() + ", " + owner + " ("
                    + Pods.phase(pod) + "), uses " + String.join(", ", Pods.claimsOf(pod))
                    + " and cannot be stopped by scaling; delete it first");
        } else if (stopOthers) {
            stopped.put(workload.get().toString(), describe(workload.get(), false));
        } else {
            draft.problems.add("pod " + name + " of " + workload.get() + " in namespace " + view.namespace()
                    + " uses the same claims but is not in the set; stop it, or allow that other pods are stopped");
        }
    }

    private static StoppedWorkload describe(final Workload workload, final boolean restored) {
        StoppedWorkload described = new StoppedWorkload();
        described.kind = workload.kind();
        described.name = workload.name();
        described.uid = workload.uid();
        described.replicas = workload.replicas();
        described.retentionPolicy = workload.deletingRetentionPolicy();
        described.restored = restored;
        return described;
    }

    private void warnOfOpponents(final Workload workload) {
        view.autoscalers().stream()
                .filter(scaler -> scaler.getSpec().getScaleTargetRef().getKind().equals(workload.kind())
                        && scaler.getSpec().getScaleTargetRef().getName().equals(workload.name()))
                .forEach(scaler -> draft.warnings.add("HorizontalPodAutoscaler "
                        + scaler.getMetadata().getName() + " scales " + workload
                        + "; it rests while there are 0 replicas, and may choose another number afterwards"));
        workload.controller()
                .ifPresent(owner -> draft.warnings.add(workload + " is controlled by " + owner
                        + ", whose operator may start it while its claims are replaced; pause it"));
        GITOPS.stream()
                .filter(key ->
                        Stream.of(workload.annotation(key), workload.label(key)).anyMatch(value -> value != null))
                .forEach(key -> draft.warnings.add(workload + " is kept in shape by a GitOps controller (" + key
                        + "), which may start it while its claims are replaced; pause its synchronisation"));
        if (workload.deletingRetentionPolicy() != null) {
            draft.steps.add("set persistentVolumeClaimRetentionPolicy of " + workload
                    + " to Retain meanwhile: it would delete the claims");
        }
    }
}
