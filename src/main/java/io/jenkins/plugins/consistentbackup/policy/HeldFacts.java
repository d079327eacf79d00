package io.jenkins.plugins.consistentbackup.policy;

import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;

/**
 * A database that a backup would hold.
 *
 * @param container where, for messages
 * @param image its image, as the cluster says it
 * @param template name of the template
 * @param origin who answers for the template
 */
public record HeldFacts(String container, String image, String template, TemplateOrigin origin) {

    /** Whether the job brought the template along: then its name, and all that it states, are the job's own words. */
    boolean own() {
        return origin == TemplateOrigin.REQUEST;
    }

    /** For messages. */
    @Override
    public String toString() {
        return container + " (image " + image + ")";
    }
}
