package io.jenkins.plugins.consistentbackup.template;

/** Something that the linter looks for. */
interface LintRule {
    void check(TemplateDocument document, Problems problems);
}
