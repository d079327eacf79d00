package io.jenkins.plugins.consistentbackup.config;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.consistentbackup.cluster.ClusterAddress;
import java.util.function.Consumer;
import jenkins.model.Jenkins;

/**
 * What checks of fields answer: who may not change the form is told nothing. A form is that of a job or, where there is
 * none (null), of the administrator.
 */
public final class FieldChecks {
    private FieldChecks() {}

    /** Whether lists and checks are for whoever asks. */
    public static boolean mayConfigure(final Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
    }

    /** Whether a field holds what only a build of its job can know. */
    public static boolean isVariable(final Item item, final String value) {
        return item != null && value != null && value.contains("$");
    }

    static FormValidation toAdministrators(final FormValidation finding) {
        return mayConfigure(null) ? finding : FormValidation.ok();
    }

    /** What is wrong, as the reading of an administrator's form says it with an IllegalArgumentException. */
    static FormValidation of(final Runnable reading) {
        try {
            reading.run();
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return toAdministrators(FormValidation.error(e.getMessage()));
        }
    }

    /** What is wrong with a value, as its reading says it with an IllegalArgumentException; nothing with none. */
    static FormValidation of(final Item item, final String value, final Consumer<String> reading) {
        if (!mayConfigure(item) || isVariable(item, value) || Util.fixEmptyAndTrim(value) == null) {
            return FormValidation.ok();
        }
        try {
            reading.accept(value.strip());
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** The URL of an API server, if there is any. */
    public static FormValidation ofServerUrl(final Item item, final String value) {
        return of(
                item,
                value,
                url -> ClusterAddress.objectionTo(url).ifPresent(objection -> {
                    throw new IllegalArgumentException(objection);
                }));
    }

    /** A drop-down of constants, the first of which is what is in force where nothing is chosen. */
    static ListBoxModel items(final Item item, final String usual, final Enum<?>... constants) {
        return mayConfigure(item) ? Words.items(Messages.DefaultsForm_usual(usual), constants) : new ListBoxModel();
    }

    /** A number of sets; empty for none. */
    static FormValidation ofNumber(final Item item, final String value) {
        return !mayConfigure(item) || Util.fixEmptyAndTrim(value) == null
                ? FormValidation.ok()
                : FormValidation.validatePositiveInteger(value);
    }
}
