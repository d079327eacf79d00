package io.jenkins.plugins.consistentbackup.cluster;

import java.io.Serializable;

/**
 * Something an identity may be allowed to do, as a rule of a Role says it.
 *
 * @param verb {@code get}, {@code create}, …
 * @param group API group, empty for the core group
 * @param resource plural name, with the subresource: {@code pods}, {@code pods/exec}
 * @param namespace where, or empty for the whole cluster
 */
public record Right(String verb, String group, String resource, String namespace) implements Serializable {
    @Override
    public String toString() {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group)
                + (namespace.isEmpty() ? " (cluster)" : " in namespace " + namespace);
    }
}
