package io.jenkins.plugins.consistentbackup.embedded.image;

/**
 * An image reference taken apart: {@code docker.io/library/postgres:18@sha256:…} is repository {@code postgres}, tag
 * {@code 18}. The registry's host is dropped: every registry holds the same images here.
 */
public record ImageName(String repository, String tag) {

    public static ImageName parse(String reference) {
        String rest = reference.contains("@") ? reference.substring(0, reference.indexOf('@')) : reference;
        int slash = rest.indexOf('/');
        if (slash > 0) {
            String first = rest.substring(0, slash);
            if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
                rest = rest.substring(slash + 1);
            }
        }
        int colon = rest.lastIndexOf(':');
        String tag = colon > rest.lastIndexOf('/') ? rest.substring(colon + 1) : "latest";
        String repository = colon > rest.lastIndexOf('/') ? rest.substring(0, colon) : rest;
        return new ImageName(repository.startsWith("library/") ? repository.substring(8) : repository, tag);
    }
}
