package io.jenkins.plugins.consistentbackup.snapshot;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.snapshot.CutRequest.GroupWay;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds out, for a plan, how claims can be cut. Two lists in the cluster profile, none in the other. */
public final class SnapshotClasses {
    /** The versions whose objects this product knows, the best first. */
    private static final List<String> GROUP_VERSIONS = List.of("v1", "v1beta2", "v1beta1");

    private final Cluster cluster;
    private final ChoiceDecision decision;

    public SnapshotClasses(final Cluster cluster, final AtomicDrivers atomicDrivers) {
        this.cluster = cluster;
        decision = new ChoiceDecision(atomicDrivers);
    }

    /**
     * How each claim would be cut.
     *
     * @param claims of one namespace
     * @param named class by claim name, where the user named one
     * @return one choice for each claim, in their order; problems are in the choices
     */
    public CompletableFuture<List<SnapshotChoice>> choose(
            final List<PersistentVolumeClaim> claims, final Map<String, String> named, final Profile profile) {
        return cluster.servedVersions(Kind.SNAPSHOTS.group(), Kind.SNAPSHOTS.plural())
                .thenCompose(versions -> {
                    if (!versions.contains(Kind.SNAPSHOTS.version())) {
                        return CompletableFuture.completedFuture(
                                claims.stream().map(decision::withoutApi).toList());
                    }
                    return profile == Profile.CLUSTER
                            ? byVolumes(claims, named)
                            : CompletableFuture.completedFuture(claims.stream()
                                    .map(claim -> decision.byClaim(claim, named(named, claim)))
                                    .toList());
                });
    }

    private CompletableFuture<List<SnapshotChoice>> byVolumes(
            final List<PersistentVolumeClaim> claims, final Map<String, String> named) {
        return cluster.list(Kind.VOLUMES, null, Map.of())
                .thenCombine(cluster.list(Kind.SNAPSHOT_CLASSES, null, Map.of()), (volumes, classes) -> {
                    Map<String, PersistentVolume> byName = volumes.stream()
                            .collect(Collectors.toMap(
                                    volume -> volume.getMetadata().getName(), Function.identity()));
                    List<ClassFacts> facts =
                            classes.stream().map(ClassFacts::of).toList();
                    return claims.stream()
                            .map(claim -> decision.byVolume(
                                    claim,
                                    Optional.ofNullable(claim.getSpec().getVolumeName())
                                            .map(byName::get),
                                    named(named, claim),
                                    facts))
                            .toList();
                });
    }

    /**
     * Whether claims of these drivers can be cut by one group snapshot.
     *
     * @param drivers the drivers of all claims of the group
     * @param namedClass the VolumeGroupSnapshotClass that the user named, or empty for the driver's default
     */
    public CompletableFuture<GroupAbility> groupAbility(
            final Set<String> drivers, final String namedClass, final Profile profile) {
        if (drivers.size() != 1) {
            return CompletableFuture.completedFuture(unable("the volumes have different drivers ("
                    + String.join(", ", new TreeSet<>(drivers)) + "); only those of one driver can be cut as a group"));
        }
        String driver = drivers.iterator().next();
        return cluster.servedVersions("groupsnapshot.storage.k8s.io", "volumegroupsnapshots")
                .thenCompose(served -> GROUP_VERSIONS.stream()
                        .filter(served::contains)
                        .findFirst()
                        .map(version -> ability(driver, version, namedClass, profile))
                        .orElseGet(() -> CompletableFuture.completedFuture(
                                unable("the cluster serves no group snapshots (groupsnapshot.storage.k8s.io)"))));
    }

    private CompletableFuture<GroupAbility> ability(
            final String driver, final String version, final String namedClass, final Profile profile) {
        if (profile == Profile.NAMESPACE) {
            return CompletableFuture.completedFuture(
                    namedClass.isEmpty()
                            ? unable("in the namespace profile classes cannot be looked up: name a"
                                    + " VolumeGroupSnapshotClass to cut as a group")
                            : able(version, namedClass));
        }
        Kind<GenericKubernetesResource> kind = Kind.groupSnapshot(version, "volumegroupsnapshotclasses", false);
        return cluster.list(kind, null, Map.of())
                .thenApply(classes -> decide(
                        driver,
                        version,
                        namedClass,
                        classes.stream().map(ClassFacts::of).toList()))
                .exceptionallyCompose(failure ->
                        Futures.cause(failure) instanceof ClusterException e && e.reason() == Reason.FORBIDDEN
                                ? CompletableFuture.completedFuture(unable("the right to list " + kind + " is missing"))
                                : CompletableFuture.failedFuture(Futures.cause(failure)));
    }

    private static GroupAbility decide(
            final String driver, final String version, final String namedClass, final List<ClassFacts> classes) {
        ClassDecision chosen = ClassDecision.of("VolumeGroupSnapshotClass", driver, "the volumes", namedClass, classes);
        return chosen.chosen().map(found -> able(version, found.name())).orElseGet(() -> unable(chosen.problem()));
    }

    private static GroupAbility able(final String version, final String groupClass) {
        return new GroupAbility(Optional.of(new GroupWay(version, groupClass)), "");
    }

    private static GroupAbility unable(final String why) {
        return new GroupAbility(Optional.empty(), why);
    }

    private static String named(final Map<String, String> named, final PersistentVolumeClaim claim) {
        return named.getOrDefault(claim.getMetadata().getName(), "");
    }
}
