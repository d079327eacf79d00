package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The states of restores as ConfigMaps in the namespace that they change: whoever finds one can go on with it or take
 * it back, on any machine. Kept after the end for as long as an undo may need it.
 */
final class RestoreRecord {
    private static final String STATE = "state.json";
    private static final Set<Reason> IN_DOUBT = EnumSet.of(Reason.LOST, Reason.TIMEOUT, Reason.SERVER);

    private RestoreRecord() {}

    /** Name of the ConfigMap of a run. */
    static String nameOf(final String run) {
        return "consistent-backup-" + run;
    }

    /**
     * A journal that writes into the namespace first, and then into the caller's. How a run ended is written there by its
     * last phase: after that nothing more can make it fail.
     */
    static Journal<RestoreState> journal(final Cluster cluster, final Journal<RestoreState> callers) {
        return state -> state.ended() && state.getPhase() == null
                ? callers.save(state)
                : save(cluster, state).thenCompose(nothing -> callers.save(state));
    }

    /** The records of a namespace. One that cannot be read does not hide the others. */
    static CompletableFuture<Records> all(final Cluster cluster, final String namespace) {
        return cluster.list(Kind.CONFIG_MAPS, namespace, Map.of(Labels.ROLE, Labels.ROLE_RESTORE))
                .thenApply(RestoreRecord::read);
    }

    /** Forgets a run. It is known by its name alone, which is never used twice. */
    static CompletableFuture<Void> remove(final Cluster cluster, final RestoreState state) {
        return Steps.ignore(cluster.delete(Kind.CONFIG_MAPS, state.namespace(), nameOf(state.id()), null));
    }

    private static Records read(final List<ConfigMap> maps) {
        List<RestoreState> states = new ArrayList<>();
        List<Records.Unreadable> unreadable = new ArrayList<>();
        for (ConfigMap map : maps) {
            try {
                states.add(Json.read(map.getData() == null ? "" : map.getData().getOrDefault(STATE, "")));
            } catch (RestoreException e) {
                String run = Metadata.labels(map).getOrDefault(Labels.RESTORE, "an unknown run");
                unreadable.add(new Records.Unreadable(
                        run, map.getMetadata().getName(), map.getMetadata().getNamespace(), e.getMessage()));
            }
        }
        states.sort(Comparator.comparing(RestoreState::begunAt)
                .thenComparing(RestoreState::id)
                .reversed());
        return new Records(List.copyOf(states), List.copyOf(unreadable));
    }

    /** Once more when it is not known whether it was written: then it may say what the run has given up since. */
    private static CompletableFuture<Void> save(final Cluster cluster, final RestoreState state) {
        return write(cluster, state)
                .exceptionallyCompose(failure -> Futures.cause(failure) instanceof ClusterException doubtful
                                && IN_DOUBT.contains(doubtful.reason())
                        ? write(cluster, state)
                        : CompletableFuture.failedFuture(Futures.cause(failure)));
    }

    /** What the run has given up since must not overwrite it: a request that arrives late finds another version. */
    private static CompletableFuture<Void> write(final Cluster cluster, final RestoreState state) {
        ObjectNode patch = Json.object();
        patch.withObject("/data").put(STATE, Json.write(state));
        RecordExpiry.of(state)
                .ifPresent(when -> patch.withObject("/metadata/annotations").put(Labels.EXPIRES, when.toString()));
        String name = nameOf(state.id());
        return Versions.unlessOthersChangeIt(() -> cluster.get(Kind.CONFIG_MAPS, state.namespace(), name)
                .thenCompose(found -> {
                    if (found.isEmpty()) {
                        return Steps.ignore(cluster.create(Kind.CONFIG_MAPS, build(state)));
                    }
                    ObjectNode versioned = patch.deepCopy();
                    versioned
                            .withObject("/metadata")
                            .put("resourceVersion", found.get().getMetadata().getResourceVersion());
                    return Steps.ignore(cluster.patch(Kind.CONFIG_MAPS, state.namespace(), name, versioned));
                }));
    }

    private static ConfigMap build(final RestoreState state) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(nameOf(state.id()))
                .withNamespace(state.namespace())
                .addToLabels(Labels.ROLE, Labels.ROLE_RESTORE)
                .addToLabels(Labels.RESTORE, state.id())
                .addToAnnotations(Labels.REQUESTER, state.holder())
                .endMetadata()
                .addToData(STATE, Json.write(state))
                .build();
    }
}
