package io.jenkins.plugins.consistentbackup.backup;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest.Grouping;
import io.jenkins.plugins.consistentbackup.backup.ContainerProbe.Findings;
import io.jenkins.plugins.consistentbackup.backup.PlannedVolume.Purpose;
import io.jenkins.plugins.consistentbackup.catalog.NamespaceTemplates;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import io.jenkins.plugins.consistentbackup.snapshot.CutRequest.GroupWay;
import io.jenkins.plugins.consistentbackup.snapshot.GroupAbility;
import io.jenkins.plugins.consistentbackup.snapshot.SnapshotChoice;
import io.jenkins.plugins.consistentbackup.snapshot.SnapshotClasses;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes a plan: everything slow, and everything that can be refused, happens here, before anything is held. */
final class Planner {
    private final Cluster cluster;
    private final ContainerProbe probe;
    private final SnapshotClasses classes;
    private final TemplateLibrary library;

    Planner(
            final Cluster cluster,
            final ContainerScripts scripts,
            final SnapshotClasses classes,
            final TemplateLibrary library) {
        this.cluster = cluster;
        this.probe = new ContainerProbe(scripts);
        this.classes = classes;
        this.library = library;
    }

    /**
     * The plan; fails with {@link BackupException} when the request cannot be met.
     *
     * @param gate refuses, by an exception, templates that may not be used there; asked before a script of them runs
     */
    CompletableFuture<BackupPlan> plan(
            final BackupRequest request, final BiConsumer<Profile, List<SelectedContainer>> gate) {
        return requireNamespace(request.namespace())
                .thenCompose(nothing -> profile(request.namespace()))
                .thenCompose(profile -> Inventory.read(cluster, request.namespace())
                        .thenCompose(inventory -> offered(request).thenCompose(offered -> {
                            Draft draft = new Draft(request, profile, inventory, offered);
                            gate.accept(profile, draft.containers);
                            return draft.finish();
                        })));
    }

    /** The templates that a request may choose from. */
    private CompletableFuture<TemplateLibrary> offered(final BackupRequest request) {
        return NamespaceTemplates.added(library, cluster, request.namespace(), request.templateConfigMap());
    }

    /** Lists of a namespace that does not exist are empty: without this look, a typing error would look like one. */
    private CompletableFuture<Void> requireNamespace(final String namespace) {
        CompletableFuture<Void> known = new CompletableFuture<>();
        cluster.get(Kind.NAMESPACES, null, namespace).whenComplete((found, failure) -> {
            if (failure == null && found.isEmpty()) {
                known.completeExceptionally(new BackupException(
                        "there is no namespace " + namespace + " in the cluster " + cluster.server()));
            } else {
                // Who may not read namespaces finds out by the namespace's pods.
                known.complete(null);
            }
        });
        return known;
    }

    private CompletableFuture<Profile> profile(final String namespace) {
        CompletableFuture<List<Right>> inNamespace = cluster.missing(BackupRights.inNamespace(namespace));
        CompletableFuture<List<Right>> inCluster = cluster.missing(BackupRights.inCluster());
        return inNamespace.thenCombine(inCluster, (missing, missingInCluster) -> {
            if (!missing.isEmpty()) {
                throw new MissingRightsException(namespace, missing);
            }
            return missingInCluster.isEmpty() ? Profile.CLUSTER : Profile.NAMESPACE;
        });
    }

    /** One plan on its way. */
    private final class Draft {
        private final BackupRequest request;
        private final Profile profile;
        private final Inventory inventory;
        private final List<SelectedContainer> containers;

        Draft(
                final BackupRequest request,
                final Profile profile,
                final Inventory inventory,
                final TemplateLibrary offered) {
            this.request = request;
            this.profile = profile;
            this.inventory = inventory;
            this.containers = TemplateChoice.of(inventory, PodSelection.of(inventory, request), offered, request);
        }

        CompletableFuture<BackupPlan> finish() {
            CompletableFuture<Map<String, SnapshotChoice>> choices = snapshotChoices();
            return choices.thenCompose(found -> probeAll().thenCompose(findings -> {
                Map<SelectedContainer, List<PlannedVolume>> volumes = volumes(findings, found);
                return groupWay(volumes).thenApply(ability -> assemble(findings, volumes, ability));
            }));
        }

        private CompletableFuture<Map<String, SnapshotChoice>> snapshotChoices() {
            Set<String> names = new LinkedHashSet<>();
            containers.forEach(container -> container.mounts().forEach(mount -> names.add(mount.claim())));
            List<PersistentVolumeClaim> claims =
                    names.stream().map(this::boundClaim).toList();
            Map<String, String> named = new HashMap<>();
            request.snapshotClass().ifPresent(name -> names.forEach(claim -> named.put(claim, name)));
            return classes.choose(claims, named, profile).thenApply(choices -> {
                List<String> problems = choices.stream()
                        .filter(choice -> !choice.possible())
                        .map(SnapshotChoice::problem)
                        .toList();
                if (!problems.isEmpty()) {
                    throw BackupException.ofAll("volumes that cannot be cut", problems);
                }
                return choices.stream().collect(Collectors.toMap(SnapshotChoice::claim, Function.identity()));
            });
        }

        private PersistentVolumeClaim boundClaim(final String name) {
            PersistentVolumeClaim claim = inventory
                    .claim(name)
                    .orElseThrow(() -> new BackupException(
                            "claim " + inventory.namespace() + "/" + name + " is mounted by a pod but does not exist"));
            if (claim.getStatus() == null || !"Bound".equals(claim.getStatus().getPhase())) {
                throw new BackupException("claim " + inventory.namespace() + "/" + name
                        + " is not bound to a volume; see kubectl describe pvc " + name);
            }
            return claim;
        }

        private CompletableFuture<Map<SelectedContainer, Findings>> probeAll() {
            Map<SelectedContainer, CompletableFuture<Findings>> probes = new LinkedHashMap<>();
            containers.forEach(container -> probes.put(container, probe.probe(container)));
            return CompletableFuture.allOf(probes.values().toArray(CompletableFuture[]::new))
                    .thenApply(nothing -> {
                        Map<SelectedContainer, Findings> findings = new LinkedHashMap<>();
                        probes.forEach((container, future) -> findings.put(container, future.join()));
                        return findings;
                    });
        }

        private Map<SelectedContainer, List<PlannedVolume>> volumes(
                final Map<SelectedContainer, Findings> findings, final Map<String, SnapshotChoice> choices) {
            Map<SelectedContainer, List<PlannedVolume>> volumes = new LinkedHashMap<>();
            findings.forEach((container, found) -> {
                Map<String, Purpose> purposes = VolumePurposes.of(
                        container.mounts(),
                        found.volumeLines(),
                        container.reference().toString());
                volumes.put(
                        container,
                        container.mounts().stream()
                                .map(mount -> {
                                    SnapshotChoice choice = choices.get(mount.claim());
                                    return new PlannedVolume(
                                            SavedClaims.of(boundClaim(mount.claim())),
                                            mount.path(),
                                            purposes.get(mount.claim()),
                                            choice.driver(),
                                            choice.volumeHandle(),
                                            choice.snapshotClass(),
                                            choice.atomic());
                                })
                                .toList());
            });
            return volumes;
        }

        /** A single volume gains nothing from a group; one that is not allowed to be grouped is not asked about. */
        private CompletableFuture<Optional<GroupWay>> groupWay(
                final Map<SelectedContainer, List<PlannedVolume>> volumes) {
            List<PlannedVolume> held = volumes.values().stream()
                    .flatMap(List::stream)
                    .filter(volume -> volume.purpose() == Purpose.DATA)
                    .toList();
            long claims = held.stream().map(PlannedVolume::claim).distinct().count();
            if (request.grouping() == Grouping.NEVER || claims < 2) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            Set<String> drivers = held.stream().map(PlannedVolume::driver).collect(Collectors.toSet());
            CompletableFuture<List<Right>> missing = cluster.missing(BackupRights.forGroups(request.namespace()));
            return classes.groupAbility(drivers, "", profile)
                    .thenCombine(missing, (ability, lacking) -> groupWay(ability, lacking));
        }

        private Optional<GroupWay> groupWay(final GroupAbility ability, final List<Right> lacking) {
            if (ability.way().isPresent() && lacking.isEmpty()) {
                return ability.way();
            }
            if (request.grouping() == Grouping.REQUIRED) {
                if (!lacking.isEmpty()) {
                    throw new MissingRightsException(request.namespace(), lacking);
                }
                throw new BackupException("a group snapshot is required, but cannot be made: " + ability.why());
            }
            return Optional.empty();
        }

        private BackupPlan assemble(
                final Map<SelectedContainer, Findings> findings,
                final Map<SelectedContainer, List<PlannedVolume>> volumes,
                final Optional<GroupWay> way) {
            List<PlannedDatabase> databases = new ArrayList<>();
            List<String> warnings = new ArrayList<>();
            volumes.forEach((container, own) -> {
                databases.add(PlannedDatabases.of(
                        "h" + databases.size(),
                        container,
                        findings.get(container).role(),
                        own,
                        way.isPresent()));
                livenessWarning(container).ifPresent(warnings::add);
            });
            OnePrimary.require(databases);
            Map<String, PlannedVolume> byClaim = new LinkedHashMap<>();
            // A claim that one container uses for data and another for logs is data.
            volumes.values().stream()
                    .flatMap(List::stream)
                    .forEach(volume -> byClaim.merge(
                            volume.claim(), volume, (one, other) -> one.purpose() == Purpose.DATA ? one : other));
            BackupPlan plan = new BackupPlan(
                    request.namespace(),
                    profile,
                    databases,
                    CutGroups.of(byClaim.values(), way),
                    SavedWorkloads.of(inventory, containers),
                    LevelClaim.ofSet(
                            databases.stream().map(PlannedDatabase::level).toList()),
                    request.maxFreeze(),
                    warnings,
                    List.of());
            LevelCheck.require(plan, request.minimumLevel());
            return plan;
        }

        private Optional<String> livenessWarning(final SelectedContainer container) {
            Optional<Container> spec = container.pod().getSpec().getContainers().stream()
                    .filter(candidate -> candidate.getName().equals(container.name()))
                    .findFirst();
            return container.template().hold().blocksWrites()
                    ? spec.flatMap(found ->
                            ProbeWarnings.of(found, container.reference().toString(), request.maxFreeze()))
                    : Optional.empty();
        }
    }
}
