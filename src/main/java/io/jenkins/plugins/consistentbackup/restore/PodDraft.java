package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.HeldContainer;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.TemplateException;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import io.jenkins.plugins.consistentbackup.template.TemplateParameters;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Decides how each container's data is prepared and checked. */
final class PodDraft {
    private final TemplateLibrary templates;
    private final Draft draft;

    PodDraft(final TemplateLibrary templates, final Draft draft) {
        this.templates = templates;
        this.draft = draft;
    }

    /** A container that was held when the set was made. */
    void container(final HeldContainer held) {
        String pod = held.container().pod();
        Optional<StoppedWorkload> workload = workloadOf(pod);
        if (workload.isEmpty()) {
            draft.warnings.add(
                    "no workload of the set makes pod " + pod + ": its data is neither prepared nor checked");
            return;
        }
        try {
            HookTemplate template = templates.named(held.template());
            RestoredPod target = describe(held, template, workload.get());
            draft.state.pods.add(target);
            template.restore()
                    .check()
                    .ifPresent(script ->
                            draft.steps.add("check " + pod + " (" + target.container + ") by " + named(target)));
            if (!template.digest().equals(held.templateDigest())) {
                draft.warnings.add("template " + held.template() + " was changed since the set was made ("
                        + held.templateDigest() + ", now " + template.digest() + ")");
            }
        } catch (TemplateException e) {
            draft.problems.add("pod " + pod + " cannot be prepared or checked: " + e.getMessage());
        }
    }

    private RestoredPod describe(
            final HeldContainer held, final HookTemplate template, final StoppedWorkload workload) {
        RestoredPod target = new RestoredPod();
        target.pod = held.container().pod();
        target.container = held.container().container();
        target.workloadKind = workload.kind;
        target.workload = workload.name;
        target.template = template.name();
        target.templateDigest = template.digest();
        target.namespaceText = templates.namespaceText(template.name());
        target.parameters.putAll(TemplateParameters.complete(template, known(held, template)));
        if (template.restore().prepare().isPresent()) {
            target.preparePod = SetId.of(draft.state.id).snapshotName(target.pod + "-" + target.container);
            draft.steps.add("prepare the data of " + target.pod + " (" + target.container + ") by " + named(target));
        }
        return target;
    }

    /** A template of which no operator says what it does is told apart: people may have to approve its use. */
    private String named(final RestoredPod target) {
        TemplateOrigin origin = target.origin(templates);
        return "template " + target.template + (origin.vouched() ? "" : " " + origin);
    }

    /** What the container was held with, as far as the template still has such parameters. */
    private static Map<String, String> known(final HeldContainer held, final HookTemplate template) {
        Map<String, String> known = new TreeMap<>(held.parameters());
        known.keySet()
                .removeIf(name -> template.parameters().stream()
                        .noneMatch(parameter -> parameter.name().equals(name)));
        return known;
    }

    /** By its name, because it may not exist any more. The longest name wins: {@code db-replica-0} is not of db. */
    private Optional<StoppedWorkload> workloadOf(final String pod) {
        return draft.state.workloads.stream()
                .filter(workload -> makes(workload, pod))
                .max(Comparator.comparing(workload -> workload.name.length()));
    }

    private static boolean makes(final StoppedWorkload workload, final String pod) {
        String suffix = workload.kind.equals(Workload.STATEFUL_SET) ? "[0-9]+" : "[a-z0-9-]+";
        return pod.matches(Pattern.quote(workload.name) + "-" + suffix);
    }
}
