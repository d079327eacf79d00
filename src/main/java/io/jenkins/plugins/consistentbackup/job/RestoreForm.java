package io.jenkins.plugins.consistentbackup.job;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.consistentbackup.config.DefaultsForm;
import io.jenkins.plugins.consistentbackup.config.FieldChecks;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Checks for the fields of {@link RestoreSettings}. */
public interface RestoreForm extends ClusterForm, DefaultsForm {

    /** A restore must say what is put back. */
    @POST
    default FormValidation doCheckSet(@AncestorInPath final Item item, @QueryParameter final String value) {
        return !FieldChecks.mayConfigure(item) || Util.fixEmptyAndTrim(value) != null
                ? FormValidation.ok()
                : FormValidation.error(Messages.RestoreForm_noSet());
    }
}
