package io.jenkins.plugins.consistentbackup.job;

import hudson.model.Run;
import jenkins.model.Jenkins;

/** How the cluster names the build that works on it. */
public final class Requester {
    private Requester() {}

    /** A build's URL, or, when Jenkins does not know its own, its full name. */
    public static String of(final Run<?, ?> build) {
        String root = Jenkins.get().getRootUrl();
        return root == null ? "Jenkins build " + build.getExternalizableId() : root + build.getUrl();
    }
}
