package io.jenkins.plugins.consistentbackup.job;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.config.ClusterAccess;
import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.config.FieldChecks;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Lists and checks for the fields of {@link ClusterSettings}, for the descriptor of whatever has these fields. */
public interface ClusterForm {

    /** The clusters that this job may use; what is set stays in the list, and tells nothing about others. */
    @POST
    default ListBoxModel doFillClusterItems(@AncestorInPath final Item item, @QueryParameter final String cluster) {
        ListBoxModel model = new ListBoxModel();
        model.add(Messages.ClusterForm_onlyCluster(), "");
        if (FieldChecks.mayConfigure(item)) {
            new ClusterAccess(ConsistentBackupConfiguration.get()).names(item).forEach(model::add);
        }
        if (Util.fixEmpty(cluster) != null && model.stream().noneMatch(option -> option.value.equals(cluster))) {
            model.add(cluster);
        }
        return model;
    }

    /** Credentials that this very job may use. */
    @POST
    default ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath final Item item,
            @QueryParameter final String serverUrl,
            @QueryParameter final String credentialsId) {
        StandardListBoxModel model = new StandardListBoxModel();
        if (item == null
                ? !Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : !item.hasPermission(Item.EXTENDED_READ) && !item.hasPermission(CredentialsProvider.USE_ITEM)) {
            return model.includeCurrentValue(credentialsId);
        }
        return model.includeEmptyValue()
                .includeMatchingAs(
                        item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2,
                        item,
                        StandardCredentials.class,
                        URIRequirementBuilder.fromUri(Util.fixNull(serverUrl)).build(),
                        CredentialsMatchers.anyOf(
                                CredentialsMatchers.instanceOf(StringCredentials.class),
                                CredentialsMatchers.instanceOf(FileCredentials.class)))
                .includeCurrentValue(credentialsId);
    }

    @POST
    default FormValidation doCheckServerUrl(@AncestorInPath final Item item, @QueryParameter final String value) {
        return FieldChecks.ofServerUrl(item, value);
    }

    /** Checks the form of a name only: whether the namespace exists, or may be used, is for the build to find out. */
    @POST
    default FormValidation doCheckNamespace(@AncestorInPath final Item item, @QueryParameter final String value) {
        if (!FieldChecks.mayConfigure(item) || FieldChecks.isVariable(item, value)) {
            return FormValidation.ok();
        }
        if (Util.fixEmptyAndTrim(value) == null) {
            return FormValidation.error(Messages.ClusterForm_noNamespace());
        }
        try {
            BackupRequest.in(value.strip());
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
