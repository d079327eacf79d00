package io.jenkins.plugins.consistentbackup.job;

import hudson.model.Item;
import hudson.util.FormValidation;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Checks for the fields of {@link ReplacingSettings}. */
public interface ReplacingForm extends ClusterForm {

    @POST
    default FormValidation doCheckKeepFor(@AncestorInPath final Item item, @QueryParameter final String value) {
        return ClusterForm.checkDuration(item, value);
    }
}
