package io.jenkins.plugins.consistentbackup.config;

import hudson.Util;
import hudson.util.FormValidation;
import jenkins.model.Jenkins;

/** What checks of fields answer: who may not change the form is told nothing. */
final class FieldChecks {
    private FieldChecks() {}

    static FormValidation toAdministrators(final FormValidation finding) {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER) ? finding : FormValidation.ok();
    }

    /** What is wrong, as the reading of a value says it with an IllegalArgumentException. */
    static FormValidation of(final Runnable reading) {
        try {
            reading.run();
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return toAdministrators(FormValidation.error(e.getMessage()));
        }
    }

    /** A number of sets; empty for none. */
    static FormValidation ofNumber(final String value) {
        return Util.fixEmptyAndTrim(value) == null
                ? FormValidation.ok()
                : toAdministrators(FormValidation.validatePositiveInteger(value));
    }
}
