package io.jenkins.plugins.consistentbackup.backup;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.consistentbackup.backup.SelectedContainer.ClaimMount;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.TemplateException;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which container of each pod is held, and by which template, so that every claim is covered. */
final class TemplateChoice {
    private final TemplateLibrary library;
    private final BackupRequest request;
    private final List<String> problems = new ArrayList<>();

    private TemplateChoice(final TemplateLibrary library, final BackupRequest request) {
        this.library = library;
        this.request = request;
    }

    /**
     * @throws BackupException with everything that is wrong: claims that no template covers, names that are unknown,
     *     parameters that no template has
     */
    static List<SelectedContainer> of(
            final Inventory inventory,
            final List<Pod> pods,
            final TemplateLibrary library,
            final BackupRequest request) {
        TemplateChoice choice = new TemplateChoice(library, request);
        Set<String> usedNames = new HashSet<>();
        List<SelectedContainer> chosen = pods.stream()
                .flatMap(pod -> choice.ofPod(pod, inventory.workloadOf(pod), usedNames).stream())
                .toList();
        choice.requireUsed(usedNames);
        choice.requireDeclared(chosen);
        if (!choice.problems.isEmpty()) {
            throw BackupException.ofAll("the templates do not fit", choice.problems);
        }
        return chosen;
    }

    private List<SelectedContainer> ofPod(final Pod pod, final WorkloadRef workload, final Set<String> usedNames) {
        List<SelectedContainer> chosen = new ArrayList<>();
        Set<String> uncovered = new TreeSet<>(PodSelection.claims(pod));
        request.excludedClaims().forEach(uncovered::remove);
        List<String> whyNot = new ArrayList<>();
        for (Container container : pod.getSpec().getContainers()) {
            List<ClaimMount> mounts = mounts(pod, container);
            if (mounts.isEmpty()) {
                continue;
            }
            try {
                HookTemplate template = templateFor(container, workload, mounts.size(), usedNames);
                chosen.add(new SelectedContainer(
                        pod,
                        container.getName(),
                        workload,
                        template,
                        library.namespaceText(template.name()),
                        parametersOf(template),
                        mounts));
                mounts.forEach(mount -> uncovered.remove(mount.claim()));
            } catch (TemplateException e) {
                whyNot.add("container " + pod.getMetadata().getNamespace() + "/"
                        + pod.getMetadata().getName() + " (" + container.getName() + "): " + e.getMessage());
            }
        }
        if (!uncovered.isEmpty()) {
            // A side container that nothing fits is none of our business as long as another one covers the claim.
            problems.addAll(
                    whyNot.isEmpty()
                            ? List.of("no container of pod " + pod.getMetadata().getName() + " mounts the claims "
                                    + uncovered + " of its volumes; exclude them")
                            : whyNot);
        }
        return chosen;
    }

    private HookTemplate templateFor(
            final Container container, final WorkloadRef workload, final int volumes, final Set<String> usedNames) {
        Optional<String> named = Optional.empty();
        for (String key : List.of(container.getName(), workload.toString())) {
            if (named.isEmpty() && request.templates().containsKey(key)) {
                named = Optional.of(request.templates().get(key));
                usedNames.add(key);
            }
        }
        return named.or(request::template)
                .map(library::named)
                .orElseGet(() -> library.matching(container.getImage(), volumes));
    }

    private List<ClaimMount> mounts(final Pod pod, final Container container) {
        Map<String, String> claimByVolume = new HashMap<>();
        pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                .forEach(volume -> claimByVolume.put(
                        volume.getName(), volume.getPersistentVolumeClaim().getClaimName()));
        Predicate<String> wanted = claim -> !request.excludedClaims().contains(claim);
        return container.getVolumeMounts().stream()
                .filter(mount -> claimByVolume.containsKey(mount.getName()))
                .map(mount -> new ClaimMount(claimByVolume.get(mount.getName()), mount.getMountPath()))
                .filter(mount -> wanted.test(mount.claim()))
                .toList();
    }

    private Map<String, String> parametersOf(final HookTemplate template) {
        Set<String> declared =
                template.parameters().stream().map(HookTemplate.Parameter::name).collect(Collectors.toSet());
        Map<String, String> own = new HashMap<>(request.parameters());
        own.keySet().retainAll(declared);
        return TemplateParameters.complete(template, own);
    }

    private void requireDeclared(final List<SelectedContainer> chosen) {
        Set<String> declared = chosen.stream()
                .flatMap(container -> container.template().parameters().stream())
                .map(HookTemplate.Parameter::name)
                .collect(Collectors.toCollection(TreeSet::new));
        request.parameters().keySet().stream()
                .filter(name -> !declared.contains(name))
                .forEach(name -> problems.add("parameter " + name
                        + " is declared by none of the templates in use; they declare " + declared));
    }

    private void requireUsed(final Set<String> usedNames) {
        request.templates().keySet().stream()
                .filter(name -> !usedNames.contains(name))
                .forEach(name -> problems.add("a template is named for '" + name
                        + "', but no selected pod has a container, or is of a workload, of that name"));
    }
}
