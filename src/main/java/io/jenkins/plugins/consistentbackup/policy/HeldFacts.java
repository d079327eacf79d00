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
public record HeldFacts(String container, String image, String template, TemplateOrigin origin) {}
