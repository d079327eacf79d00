package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.NamespaceTemplates;
import java.util.Objects;
import java.util.Optional;

/**
 * A wish to put a backup set back.
 *
 * @param namespace where the set is; its data is put back there unless it is cloned
 * @param set id of the set, or {@link #NEWEST}
 * @param templateConfigMap a ConfigMap of that namespace whose values are hook templates, for a set that was held with one
 * @param cloneInto another namespace, that gets a copy while the original goes on untouched
 * @param holder who asks, for the Lease and for owner labels: a build's URL, or a user at a machine
 * @param choices what may be done on the way
 * @param limits how long each part may take
 */
public record RestoreRequest(
        String namespace,
        String set,
        Optional<String> templateConfigMap,
        Optional<String> cloneInto,
        String holder,
        RestoreChoices choices,
        RestoreLimits limits) {

    /** In place of a set's id: the newest committed set of the namespace. */
    public static final String NEWEST = "newest";

    public RestoreRequest {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(set, "set");
        templateConfigMap.ifPresent(NamespaceTemplates::requireName);
        Objects.requireNonNull(cloneInto, "cloneInto");
        Objects.requireNonNull(holder, "holder");
        Objects.requireNonNull(choices, "choices");
        Objects.requireNonNull(limits, "limits");
    }

    /** Puts the set's data back where it came from, with the usual choices and limits. */
    public static RestoreRequest inPlace(final String namespace, final String set, final String holder) {
        return new RestoreRequest(
                namespace,
                set,
                Optional.empty(),
                Optional.empty(),
                holder,
                RestoreChoices.usual(),
                RestoreLimits.usual());
    }

    /** Makes a copy in another namespace, with the usual choices and limits. */
    public static RestoreRequest clone(
            final String namespace, final String set, final String into, final String holder) {
        return new RestoreRequest(
                namespace,
                set,
                Optional.empty(),
                Optional.of(into),
                holder,
                RestoreChoices.usual(),
                RestoreLimits.usual());
    }

    public RestoreRequest with(final RestoreChoices other) {
        return new RestoreRequest(namespace, set, templateConfigMap, cloneInto, holder, other, limits);
    }

    /** The same, with the templates of a ConfigMap of the namespace besides those of the library. */
    public RestoreRequest withTemplateConfigMap(final Optional<String> name) {
        return new RestoreRequest(namespace, set, name, cloneInto, holder, choices, limits);
    }

    public RestoreRequest with(final RestoreLimits other) {
        return new RestoreRequest(namespace, set, templateConfigMap, cloneInto, holder, choices, other);
    }
}
