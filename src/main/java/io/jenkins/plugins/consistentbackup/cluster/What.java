package io.jenkins.plugins.consistentbackup.cluster;

/** Names requests for messages, by the verb and the resource that a Role would have to name. */
final class What {
    private What() {}

    /** {@code get pods/db-0 in namespace shop}. */
    static String of(final String verb, final Kind<?> kind, final String namespace, final String name) {
        return verb + " " + kind + (name == null || name.isEmpty() ? "" : " " + name)
                + (namespace == null || !kind.namespaced() ? "" : " in namespace " + namespace);
    }
}
