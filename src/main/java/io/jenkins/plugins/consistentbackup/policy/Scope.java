package io.jenkins.plugins.consistentbackup.policy;

import java.util.List;

/**
 * What a rule is about. In each pattern {@code *} stands for any characters; an empty list means everything.
 *
 * @param clusters names of clusters. A cluster that nobody listed is only met by a rule that names none
 * @param folders folders whose jobs are meant, with all folders inside them
 * @param namespaces namespaces that are backed up, restored, or cloned into
 */
public record Scope(List<String> clusters, List<String> folders, List<String> namespaces) {
    /** Everything. */
    public static final Scope ALL = new Scope(List.of(), List.of(), List.of());

    public Scope {
        clusters = List.copyOf(clusters);
        folders = List.copyOf(folders);
        namespaces = List.copyOf(namespaces);
    }

    boolean meets(final Place place) {
        return meets(clusters, place.cluster().orElse(""))
                && (folders.isEmpty() || NamePattern.within(folders, place.item()));
    }

    boolean meets(final String namespace) {
        return meets(namespaces, namespace);
    }

    private static boolean meets(final List<String> patterns, final String name) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> NamePattern.matches(pattern, name));
    }
}
