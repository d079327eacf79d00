package io.jenkins.plugins.consistentbackup.embedded.api.access;

/**
 * What somebody wants to do.
 *
 * @param verb get, list, watch, create, update, patch, delete, deletecollection, or {@code *}
 * @param resource plural; empty for a path
 * @param subresource empty if none
 * @param namespace empty: at the cluster scope
 * @param name empty if it is about no single object
 * @param path the path, where it is no resource
 */
public record AccessRequest(
        String verb, String group, String resource, String subresource, String namespace, String name, String path) {

    public static AccessRequest ofPath(String verb, String path) {
        return new AccessRequest(verb, "", "", "", "", "", path);
    }

    boolean isPath() {
        return resource.isEmpty();
    }

    /** As rules name it: {@code pods/exec}. */
    String qualifiedResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    public AccessRequest withVerb(String other) {
        return new AccessRequest(other, group, resource, subresource, namespace, name, path);
    }
}
