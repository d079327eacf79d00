package io.jenkins.plugins.consistentbackup.job;

import hudson.Util;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.config.DefaultsForm;
import io.jenkins.plugins.consistentbackup.config.FieldChecks;
import io.jenkins.plugins.consistentbackup.template.TemplateException;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Lists and checks for the fields of {@link BackupSettings}. */
public interface BackupForm extends ClusterForm, DefaultsForm {

    /** The library's templates. */
    @POST
    default ListBoxModel doFillTemplateItems(@AncestorInPath final Item item, @QueryParameter final String template) {
        ListBoxModel model = new ListBoxModel();
        model.add(Messages.BackupForm_byImage(), "");
        if (FieldChecks.mayConfigure(item)) {
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
}
