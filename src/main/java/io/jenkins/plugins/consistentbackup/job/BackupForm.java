package io.jenkins.plugins.consistentbackup.job;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest.Grouping;
import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateException;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Lists and checks for the fields of {@link BackupSettings}. */
public interface BackupForm extends ClusterForm {

    /** The library's templates. */
    @POST
    default ListBoxModel doFillTemplateItems(@AncestorInPath final Item item, @QueryParameter final String template) {
        ListBoxModel model = new ListBoxModel();
        model.add(Messages.BackupForm_byImage(), "");
        if (ClusterForm.mayConfigure(item)) {
            addTemplates(model);
        }
        if (Util.fixEmpty(template) != null && model.stream().noneMatch(option -> option.value.equals(template))) {
            model.add(template);
        }
        return model;
    }

    private static void addTemplates(final ListBoxModel model) {
        try {
            ConsistentBackupConfiguration.get()
                    .library()
                    .all()
                    .forEach(template -> model.add(template.name() + ": " + template.title(), template.name()));
        } catch (TemplateException e) {
            model.add(e.getMessage(), "");
        }
    }

    /** How volumes may be grouped. */
    @POST
    default ListBoxModel doFillGroupingItems(@AncestorInPath final Item item) {
        ListBoxModel model = new ListBoxModel();
        model.add(Messages.BackupForm_usual(Words.lower(Grouping.AUTO)), "");
        model.add(Words.lower(Grouping.REQUIRED));
        model.add(Words.lower(Grouping.NEVER));
        return model;
    }

    /** What may be asked for. */
    @POST
    default ListBoxModel doFillLevelItems(@AncestorInPath final Item item) {
        ListBoxModel model = new ListBoxModel();
        model.add(Messages.BackupForm_usual(Words.lower(Level.APPLICATION)), "");
        model.add(Words.lower(Level.FILESYSTEM));
        model.add(Words.lower(Level.CRASH));
        model.add(Words.lower(Level.NONE));
        return model;
    }

    @POST
    default FormValidation doCheckMaxFreeze(@AncestorInPath final Item item, @QueryParameter final String value) {
        return ClusterForm.checkDuration(item, value);
    }

    @POST
    default FormValidation doCheckMaxHold(@AncestorInPath final Item item, @QueryParameter final String value) {
        return ClusterForm.checkDuration(item, value);
    }

    @POST
    default FormValidation doCheckReadyTimeout(@AncestorInPath final Item item, @QueryParameter final String value) {
        return ClusterForm.checkDuration(item, value);
    }

    /** Checks a number of sets; empty for no limit. */
    @POST
    default FormValidation doCheckKeep(@AncestorInPath final Item item, @QueryParameter final String value) {
        return !ClusterForm.mayConfigure(item) || Util.fixEmptyAndTrim(value) == null
                ? FormValidation.ok()
                : FormValidation.validatePositiveInteger(value);
    }

    /** What is in force where the field is empty. */
    default String getDefaultMaxFreeze() {
        return BackupRequest.DEFAULT_MAX_FREEZE.toSeconds() + "s";
    }

    /** What is in force where the field is empty. */
    default String getDefaultMaxHold() {
        return BackupRequest.DEFAULT_MAX_HOLD.toMinutes() + "m";
    }

    /** What is in force where the field is empty. */
    default String getDefaultReadyTimeout() {
        return BackupRequest.DEFAULT_READY_TIMEOUT.toMinutes() + "m";
    }
}
