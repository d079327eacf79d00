package io.jenkins.plugins.consistentbackup.embedded.api.fault;

/**
 * A request as fault plans and the log see it.
 *
 * @param number of the request since the server started or its log was reset, from 1
 * @param verb as RBAC names it: get, list, watch, create, update, patch, delete, deletecollection
 * @param group API group, empty for the core and for paths that are no resource
 * @param resource plural, or the path where it is no resource
 * @param subresource empty if none
 * @param namespace empty if none
 * @param name empty if none
 * @param uri path and query as they were sent, what the audit log of an API server has as {@code requestURI}
 */
public record ObservedRequest(
        long number,
        String verb,
        String group,
        String resource,
        String subresource,
        String namespace,
        String name,
        String user,
        String uri) {

    /** What is counted: {@code create volumesnapshots.snapshot.storage.k8s.io}, {@code get pods/exec}. */
    public String label() {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group)
                + (subresource.isEmpty() ? "" : "/" + subresource);
    }

    /** Whether it is of this verb and resource, such as {@code create} and {@code pods/exec}. */
    public boolean is(String wantedVerb, String wantedResource) {
        return verb.equals(wantedVerb)
                && wantedResource.equals(resource + (subresource.isEmpty() ? "" : "/" + subresource));
    }

    public boolean isWrite() {
        return switch (verb) {
            case "create", "update", "patch", "delete", "deletecollection" -> true;
            default -> false;
        };
    }
}
