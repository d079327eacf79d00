package io.jenkins.plugins.consistentbackup.policy;

import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;

/**
 * A template whose scripts an operation would run.
 *
 * @param container where, for messages: {@code shop/db-0 (main)}
 * @param image the container's image as the cluster says it; empty when it was not looked at
 * @param template name of the template
 * @param origin who answers for it
 */
public record TemplateUse(String container, String image, String template, TemplateOrigin origin) {

    /** Whether no operator answers for it: then its name, and all that it states, are not to be relied on. */
    boolean doubtful() {
        return !origin.vouched();
    }

    /** For messages. */
    @Override
    public String toString() {
        return container + (image.isEmpty() ? "" : " (image " + image + ")");
    }
}
