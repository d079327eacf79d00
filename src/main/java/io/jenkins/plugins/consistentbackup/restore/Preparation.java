package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.consistentbackup.catalog.Artefact;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** Runs prepare scripts over volumes that were put back, each in a pod of its own, before the database sees them. */
final class Preparation {
    private final RestoreState state;
    private final Tools tools;

    Preparation(final RestoreState state, final Tools tools) {
        this.state = state;
        this.tools = tools;
    }

    /** Prepares for one container. Its pod stays, so that it is not prepared twice should this process die now. */
    CompletableFuture<Void> prepare(final RestoredPod target, final Workload workload, final Manifest manifest) {
        List<Artefact> artefacts = artefactsOf(target, manifest);
        String script = target.template(tools.templates())
                .restore()
                .prepare()
                .orElseThrow(() -> new RestoreException("template " + target.template + " does not prepare anything"));
        Set<String> claims = state.claims.stream().map(claim -> claim.name).collect(Collectors.toSet());
        ConfigMap inputs = PreparePod.inputs(state, target, artefacts);
        return ensured(Kind.CONFIG_MAPS, inputs)
                .thenApply(owner -> requireSame(inputs, owner))
                .thenCompose(owner -> ensured(
                                Kind.PODS, PreparePod.pod(state, target, script, workload, claims, artefacts, owner))
                        .thenAccept(pod -> requireOwned(pod, owner))
                        .thenCompose(nothing -> ended(target))
                        .thenCompose(nothing -> requireStill(owner)));
    }

    /** What an earlier process of this run has made says the same, and cannot be changed. */
    private ConfigMap requireSame(final ConfigMap made, final ConfigMap there) {
        boolean same = Boolean.TRUE.equals(there.getImmutable())
                && Objects.requireNonNullElse(there.getData(), Map.of()).isEmpty()
                && made.getBinaryData().equals(Objects.requireNonNullElse(there.getBinaryData(), Map.of()));
        if (!same) {
            throw new RestoreException(foreign(there));
        }
        return there;
    }

    /** A pod that an earlier process of this run has made has read what is there now. */
    private void requireOwned(final Pod pod, final ConfigMap owner) {
        boolean owned = pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(reference -> owner.getMetadata().getUid().equals(reference.getUid()));
        if (!owned) {
            throw new RestoreException("pod " + pod.getMetadata().getName() + " in namespace " + state.namespace()
                    + " was not made for the ConfigMap of that name which is there; restore again");
        }
    }

    /** The pod has read what its owner says, unless somebody has put another one in its place. */
    private CompletableFuture<Void> requireStill(final ConfigMap owner) {
        return tools.cluster()
                .get(Kind.CONFIG_MAPS, state.namespace(), owner.getMetadata().getName())
                .thenAccept(found -> {
                    boolean still = found.filter(there -> there.getMetadata()
                                    .getUid()
                                    .equals(owner.getMetadata().getUid()))
                            .isPresent();
                    if (!still) {
                        throw new RestoreException(
                                found.isPresent()
                                        ? foreign(owner)
                                        : "ConfigMap " + owner.getMetadata().getName() + " in namespace "
                                                + state.namespace()
                                                + ", which this restore needs, was deleted by somebody; restore again");
                    }
                });
    }

    private String foreign(final ConfigMap map) {
        return "ConfigMap " + map.getMetadata().getName() + " in namespace " + state.namespace()
                + " is not what this restore would make, although it has its name: somebody else has made it, or an earlier"
                + " version of this program; restore again";
    }

    /**
     * Removes a prepare pod and its inputs, and waits until the pod is gone. One that appears after that, since the request
     * for it took effect late, cannot start without its inputs, and goes as they own it. Idempotent.
     */
    CompletableFuture<Void> remove(final RestoredPod target) {
        return SecondLook.find(tools.cluster(), Kind.PODS, state.namespace(), target.preparePod)
                .thenCompose(found -> found.isEmpty()
                        ? Steps.done()
                        : removed(Kind.PODS, found.get().getMetadata().getUid(), target.preparePod))
                .thenCompose(nothing -> deleted(Kind.CONFIG_MAPS, target.preparePod, null));
    }

    private <T extends HasMetadata> CompletableFuture<Void> removed(
            final Kind<T> kind, final String uid, final String name) {
        return deleted(kind, name, uid)
                .thenCompose(asked -> tools.untilGone(
                        kind, state.namespace(), name, uid, state.limits().stop()));
    }

    private <T extends HasMetadata> CompletableFuture<Void> deleted(
            final Kind<T> kind, final String name, final String uid) {
        return Versions.unlessOthersChangeIt(
                () -> SecondLook.delete(tools.cluster(), kind, state.namespace(), name, uid, null));
    }

    private List<Artefact> artefactsOf(final RestoredPod target, final Manifest manifest) {
        return manifest.artefacts().stream()
                .filter(artefact -> artefact.container().pod().equals(target.pod)
                        && artefact.container().container().equals(target.container))
                .toList();
    }

    /** The object as it is there, which an earlier process of this run may have made. */
    private <T extends HasMetadata> CompletableFuture<T> ensured(final Kind<T> kind, final T object) {
        return tools.cluster()
                .create(kind, object)
                .exceptionallyCompose(failure -> tools.cluster()
                        .get(kind, state.namespace(), object.getMetadata().getName())
                        .thenCompose(found -> found.filter(there ->
                                        state.id().equals(Metadata.labels(there).get(Labels.RESTORE)))
                                .map(CompletableFuture::completedFuture)
                                .orElseGet(() -> CompletableFuture.failedFuture(Futures.cause(failure)))));
    }

    private CompletableFuture<Void> ended(final RestoredPod target) {
        AtomicBoolean seen = new AtomicBoolean();
        return tools.until(
                        Kind.PODS,
                        state.namespace(),
                        pods -> end(pods.get(target.preparePod), seen),
                        state.limits().prepare(),
                        named(target) + " to end")
                .thenCompose(end -> end.pod().map(pod -> judged(target, pod)).orElseGet(() -> unlessThere(target)));
    }

    /** @param pod as it ended; empty when it was seen and is not there any more */
    private record End(Optional<Pod> pod) {}

    private static Optional<End> end(final Pod pod, final AtomicBoolean seen) {
        if (pod == null) {
            return seen.get() ? Optional.of(new End(Optional.empty())) : Optional.empty();
        }
        seen.set(true);
        return Set.of("Succeeded", "Failed").contains(Pods.phase(pod))
                ? Optional.of(new End(Optional.of(pod)))
                : Optional.empty();
    }

    private CompletableFuture<Void> judged(final RestoredPod target, final Pod pod) {
        if (Pods.phase(pod).equals("Failed")) {
            return CompletableFuture.failedFuture(new RestoreException("the restored data of " + target.pod + " ("
                    + target.container + ") could not be prepared by template " + target.template + ": " + why(pod)));
        }
        tools.say("  " + target.pod + " (" + target.container + ") prepared by template " + target.template);
        return Steps.done();
    }

    /** A watch may be told things twice: whether the pod is gone, the cluster is asked. */
    private CompletableFuture<Void> unlessThere(final RestoredPod target) {
        return tools.cluster()
                .get(Kind.PODS, state.namespace(), target.preparePod)
                .thenCompose(found -> found.isPresent()
                        ? ended(target)
                        : CompletableFuture.failedFuture(new RestoreException(
                                named(target) + " was deleted by somebody before it had ended; restore again")));
    }

    private String named(final RestoredPod target) {
        return "prepare pod " + target.preparePod + " in namespace " + state.namespace();
    }

    private static String why(final Pod pod) {
        return Pods.statuses(pod).stream()
                .map(status ->
                        status.getState() == null ? null : status.getState().getTerminated())
                .filter(ended -> ended != null)
                .map(Preparation::why)
                .findFirst()
                .orElse("pod " + pod.getMetadata().getName() + " failed");
    }

    private static String why(final ContainerStateTerminated ended) {
        String message =
                ended.getMessage() == null ? "" : ": " + ended.getMessage().strip();
        return "exit status " + ended.getExitCode() + message;
    }
}
