package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.catalog.ManifestText;
import io.jenkins.plugins.consistentbackup.catalog.NamespaceTemplates;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.template.TemplateException;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Reads what a plan needs, and lets the drafts decide. Changes nothing. */
final class Planner {
    private final Cluster cluster;
    private final Catalog catalog;
    private final TemplateLibrary templates;
    private final Clock clock;
    private final RandomGenerator random;

    Planner(
            final Cluster cluster,
            final Catalog catalog,
            final TemplateLibrary templates,
            final Clock clock,
            final RandomGenerator random) {
        this.cluster = cluster;
        this.catalog = catalog;
        this.templates = templates;
        this.clock = clock;
        this.random = random;
    }

    CompletableFuture<RestorePlan> plan(final RestoreRequest request) {
        Operation operation = request.cloneInto().isPresent() ? Operation.CLONE : Operation.RESTORE;
        String target = request.cloneInto().orElse(request.namespace());
        return Access.check(cluster, operation, request.namespace(), target, request.choices())
                .thenCompose(access -> {
                    Draft draft = draft(operation, target, access);
                    draft.state.holder = request.holder();
                    draft.state.keepSeconds = request.choices().keep().toSeconds();
                    draft.state.setLimits(request.limits());
                    return access.enough() ? fill(request, draft) : planned(draft, access);
                });
    }

    CompletableFuture<RestorePlan> plan(final UndoRequest request) {
        return Access.check(cluster, Operation.UNDO, request.namespace(), request.namespace(), request.choices())
                .thenCompose(access -> {
                    Draft draft = draft(Operation.UNDO, request.namespace(), access);
                    draft.state.holder = request.holder();
                    draft.state.keepSeconds = request.choices().keep().toSeconds();
                    draft.state.setLimits(request.limits());
                    return access.enough() ? fill(request, draft, access) : planned(draft, access);
                });
    }

    private CompletableFuture<RestorePlan> fill(final RestoreRequest request, final Draft draft) {
        return set(request).thenCompose(set -> {
            Optional<Manifest> manifest = manifest(request, set, draft);
            if (manifest.isEmpty()) {
                return planned(draft);
            }
            draft.state.set = manifest.get().id().toString();
            draft.state.setDigest = ManifestText.digest(manifest.get());
            draft.state.setNamespace = request.namespace();
            draft.state.cutAt = cutOf(manifest.get()).toString();
            return offered(request, draft)
                    .thenCompose(offered -> draft.state.operation == Operation.CLONE
                            ? fillClone(request, manifest.get(), offered, draft)
                            : fillRestore(request, manifest.get(), offered, draft));
        });
    }

    /** The templates to prepare and check with; those of the namespace are a problem when they cannot be used. */
    private CompletableFuture<TemplateLibrary> offered(final RestoreRequest request, final Draft draft) {
        return NamespaceTemplates.added(templates, cluster, request.namespace(), request.templateConfigMap())
                .exceptionally(failure -> {
                    if (Futures.cause(failure) instanceof TemplateException unusable) {
                        draft.problems.add(unusable.getMessage());
                        return templates;
                    }
                    throw new CompletionException(Futures.cause(failure));
                });
    }

    private CompletableFuture<RestorePlan> fillRestore(
            final RestoreRequest request, final Manifest manifest, final TemplateLibrary offered, final Draft draft) {
        return view(request.namespace(), draft)
                .thenCompose(view -> {
                    new RestoreDraft(request.choices(), view, offered, draft).fill(manifest);
                    return beside(view, draft);
                })
                .thenCompose(nothing -> planned(draft));
    }

    private CompletableFuture<RestorePlan> fillClone(
            final RestoreRequest request, final Manifest manifest, final TemplateLibrary offered, final Draft draft) {
        String into = draft.state.namespace();
        if (into.equals(request.namespace())) {
            draft.problems.add("a clone cannot be made in the namespace of the original, " + into
                    + "; name another namespace, or restore in place");
            return planned(draft);
        }
        return view(request.namespace(), draft)
                .thenCombine(view(into, draft), (from, to) -> {
                    new CloneDraft(from, to, offered, draft).fill(manifest);
                    return to;
                })
                .thenCompose(to -> beside(to, draft))
                .thenCompose(nothing -> planned(draft));
    }

    private CompletableFuture<RestorePlan> fill(final UndoRequest request, final Draft draft, final Access access) {
        return RestoreRecord.all(cluster, request.namespace()).thenCompose(records -> {
            boolean latest = request.restore().equals(UndoRequest.LATEST);
            records.unreadable().stream()
                    .filter(record -> latest || record.run().equals(request.restore()))
                    .forEach(record -> draft.problems.add(
                            (latest ? "which restore was the latest is not known; name the one to undo: " : "")
                                    + record.advice()));
            Optional<RestoreState> before =
                    latest ? records.states().stream().findFirst() : records.of(request.restore());
            if (before.isEmpty() && draft.problems.isEmpty()) {
                draft.problems.add("namespace " + request.namespace() + " remembers no restore "
                        + request.restore() + "; it remembers: "
                        + records.states().stream().map(RestoreState::id).collect(Collectors.joining(", ")));
            }
            if (!draft.problems.isEmpty()) {
                return planned(draft);
            }
            RestoreState found = before.get();
            if (!found.ended() || found.succeeded() && found.operation() == Operation.CLONE) {
                return CompletableFuture.completedFuture(Plans.takingBack(found, request, clock));
            }
            if (!found.succeeded()) {
                draft.problems.add(
                        found.id() + " was taken back already (" + found.getFailure() + "): there is nothing to undo");
                return planned(draft);
            }
            return fillUndo(request, found, draft);
        });
    }

    private CompletableFuture<RestorePlan> fillUndo(
            final UndoRequest request, final RestoreState before, final Draft draft) {
        draft.state.undoes = before.id();
        if (before.profile == Profile.CLUSTER && draft.state.profile == Profile.NAMESPACE) {
            draft.problems.add(before.id() + " kept volumes, which can only be given back in the cluster profile; "
                    + "undo it with the rights that it was made with");
            return planned(draft);
        }
        return view(request.namespace(), draft)
                .thenCombine(keptBy(before), (view, kept) -> {
                    new UndoDraft(request.choices(), view, kept, templates, draft).fill(before);
                    return view;
                })
                .thenCompose(view -> beside(view, draft))
                .thenCompose(nothing -> planned(draft));
    }

    private CompletableFuture<Void> beside(final NamespaceView view, final Draft draft) {
        return RestoreRecord.all(cluster, draft.state.namespace()).thenAccept(new Beside(view, draft)::fill);
    }

    private CompletableFuture<Optional<BackupSet>> set(final RestoreRequest request) {
        if (request.set().equals(RestoreRequest.NEWEST)) {
            return catalog.list(request.namespace())
                    .thenApply(sets -> sets.stream().filter(BackupSet::usable).reduce((older, newer) -> newer));
        }
        try {
            return catalog.find(request.namespace(), SetId.of(request.set()));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(new RestoreException(e.getMessage()));
        }
    }

    private static Optional<Manifest> manifest(
            final RestoreRequest request, final Optional<BackupSet> set, final Draft draft) {
        if (set.isEmpty()) {
            draft.problems.add(
                    request.set().equals(RestoreRequest.NEWEST)
                            ? "namespace " + request.namespace() + " has no usable backup set; make a backup first"
                            : "namespace " + request.namespace() + " has no backup set " + request.set()
                                    + "; list the sets to see which there are");
            return Optional.empty();
        }
        if (!set.get().usable() || set.get().manifest().isEmpty()) {
            draft.problems.add("set " + set.get().id() + " in namespace " + request.namespace()
                    + " cannot be restored: " + set.get().reason() + "; choose another set");
            return Optional.empty();
        }
        Manifest manifest = set.get().manifest().get();
        if (!manifest.namespace().equals(request.namespace())) {
            draft.problems.add("set " + manifest.id() + " was made of namespace " + manifest.namespace() + ", not of "
                    + request.namespace() + "; restore it there, or clone it from there");
            return Optional.empty();
        }
        return Optional.of(manifest);
    }

    /**
     * What was acknowledged before the first cut was asked for is in the set; whatever came later may be missing. By the
     * orchestrator's clock, because the storage's may be off, and has seconds only.
     */
    private static Instant cutOf(final Manifest manifest) {
        return manifest.cutGroups().stream()
                .map(Manifest.CutGroup::requested)
                .min(Instant::compareTo)
                .orElse(manifest.started());
    }

    private CompletableFuture<NamespaceView> view(final String namespace, final Draft draft) {
        return new NamespaceReader(cluster).read(namespace, draft.state.profile);
    }

    private CompletableFuture<Map<String, PersistentVolume>> keptBy(final RestoreState before) {
        List<String> names = before.claims.stream()
                .filter(claim -> claim.hadData() && claim.safetySnapshot == null)
                .map(claim -> claim.oldVolume)
                .toList();
        return Steps.collect(names, name -> cluster.get(Kind.VOLUMES, null, name))
                .thenApply(found -> found.stream()
                        .flatMap(Optional::stream)
                        .collect(Collectors.toMap(Planner::nameOf, Function.identity())));
    }

    private static String nameOf(final HasMetadata object) {
        return object.getMetadata().getName();
    }

    private Draft draft(final Operation operation, final String namespace, final Access access) {
        Draft draft = new Draft();
        RestoreState state = draft.state;
        state.operation = operation;
        state.namespace = namespace;
        state.profile = access.profile();
        state.begunAt = clock.instant().toString();
        state.id = SetId.next(operation.name().toLowerCase(Locale.ROOT), clock, random)
                .toString();
        draft.warnings.addAll(access.warnings());
        draft.problems.addAll(access.problems());
        return draft;
    }

    private CompletableFuture<RestorePlan> planned(final Draft draft) {
        return CompletableFuture.completedFuture(Plans.of(draft, List.of(), clock));
    }

    private CompletableFuture<RestorePlan> planned(final Draft draft, final Access access) {
        return CompletableFuture.completedFuture(Plans.of(draft, access.missing(), clock));
    }
}
