package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.policy.BackupFacts;
import io.jenkins.plugins.consistentbackup.policy.BackupIntent;
import io.jenkins.plugins.consistentbackup.policy.LevelFacts;
import io.jenkins.plugins.consistentbackup.policy.TemplateUse;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the operators' rules judge of a backup. */
final class PolicyFacts {
    private final TemplateLibrary library;

    PolicyFacts(final TemplateLibrary library) {
        this.library = library;
    }

    /** Whether there are templates to choose from that no operator answers for. */
    boolean doubtful(final BackupRequest request) {
        return request.templateConfigMap().isPresent()
                || library.all().stream()
                        .map(HookTemplate::name)
                        .anyMatch(name -> !library.originOf(name).vouched());
    }

    /** What is known once it is clear which template holds what. */
    BackupIntent intent(final BackupRequest request, final Profile profile, final List<SelectedContainer> containers) {
        return new BackupIntent(
                request.namespace(),
                profile,
                request.keep(),
                containers.stream()
                        .map(container -> use(
                                container.reference(),
                                container.image(),
                                container.template().name(),
                                container.namespaceText()))
                        .toList());
    }

    /** The same, of a plan. */
    BackupIntent intent(final BackupRequest request, final BackupPlan plan) {
        return new BackupIntent(
                plan.namespace(),
                plan.profile(),
                request.keep(),
                plan.databases().stream().map(this::use).toList());
    }

    /** What a plan has found besides. */
    BackupFacts of(final BackupPlan plan) {
        return new BackupFacts(
                plan.namespace(),
                plan.databases().stream().map(database -> level(plan, database)).toList(),
                apart(plan));
    }

    /** Which volume holds a log, and may be cut later, is found out by a script of the template. */
    private List<String> apart(final BackupPlan plan) {
        Set<String> doubtfulClaims = plan.databases().stream()
                .filter(database -> !use(database).origin().vouched())
                .map(PlannedDatabase::volumes)
                .flatMap(Collection::stream)
                .map(PlannedVolume::claim)
                .collect(Collectors.toSet());
        List<String> together = plan.groups().stream()
                .filter(PlannedGroup::grouped)
                .map(PlannedGroup::claims)
                .flatMap(Collection::stream)
                .toList();
        List<String> alone = plan.groups().stream()
                .filter(group -> !group.grouped())
                .flatMap(group ->
                        group.claims().stream().filter(claim -> !group.trailing() || doubtfulClaims.contains(claim)))
                .toList();
        return together.size() + alone.size() > 1 ? alone : List.of();
    }

    private LevelFacts level(final BackupPlan plan, final PlannedDatabase database) {
        List<String> claims =
                database.volumes().stream().map(PlannedVolume::claim).distinct().toList();
        boolean together = claims.size() == 1
                || plan.groups().stream()
                        .anyMatch(group -> group.grouped() && group.claims().containsAll(claims));
        boolean atomic = database.volumes().stream().allMatch(PlannedVolume::atomic);
        return new LevelFacts(use(database), database.level(), LevelClaim.unaided(atomic, together));
    }

    private TemplateUse use(final PlannedDatabase database) {
        return use(database.container(), database.image(), database.template(), database.namespaceText());
    }

    private TemplateUse use(
            final ContainerRef container, final String image, final String template, final String namespaceText) {
        return new TemplateUse(container.toString(), image, template, library.originOf(template, namespaceText));
    }
}
