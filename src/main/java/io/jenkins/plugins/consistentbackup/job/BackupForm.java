package io.jenkins.plugins.consistentbackup.job;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.config.StepDefaults;
import io.jenkins.plugins.consistentbackup.template.TemplateException;
import java.util.Optional;
import java.util.function.Function;
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
        return StepDefaults.groupings(inForce(StepDefaults::getGrouping));
    }

    /** What may be asked for. */
    @POST
    default ListBoxModel doFillLevelItems(@AncestorInPath final Item item) {
        return StepDefaults.levels(inForce(StepDefaults::getLevel));
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

    private static String inForce(final Function<StepDefaults, String> choice) {
        return Optional.ofNullable(choice.apply(StepDefaults.inForce()))
                .orElseGet(() -> choice.apply(StepDefaults.ofTheEngine()));
    }
}
