package io.jenkins.plugins.consistentbackup.config;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest.Grouping;
import io.jenkins.plugins.consistentbackup.restore.RestoreChoices;
import io.jenkins.plugins.consistentbackup.template.Level;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Lists and checks for the fields of {@link StepDefaults}, and of the steps that have some of them. */
public interface DefaultsForm {

    /** What is in force where a field is empty. */
    default StepDefaults getUsual() {
        return StepDefaults.inEffect();
    }

    /** How volumes may be grouped. */
    @POST
    default ListBoxModel doFillGroupingItems(@AncestorInPath final Item item) {
        return FieldChecks.items(item, getUsual().getGrouping(), Grouping.values());
    }

    /** What may be asked for. */
    @POST
    default ListBoxModel doFillLevelItems(@AncestorInPath final Item item) {
        return FieldChecks.items(
                item, getUsual().getLevel(), Level.APPLICATION, Level.FILESYSTEM, Level.CRASH, Level.NONE);
    }

    @POST
    default FormValidation doCheckMaxFreeze(@AncestorInPath final Item item, @QueryParameter final String value) {
        return FieldChecks.of(
                item, value, time -> BackupRequest.in("any").withMaxFreeze(Words.duration("maxFreeze", time)));
    }

    @POST
    default FormValidation doCheckMaxHold(@AncestorInPath final Item item, @QueryParameter final String value) {
        return FieldChecks.of(
                item, value, time -> BackupRequest.in("any").withMaxHold(Words.duration("maxHold", time)));
    }

    @POST
    default FormValidation doCheckReadyTimeout(@AncestorInPath final Item item, @QueryParameter final String value) {
        return FieldChecks.of(
                item, value, time -> BackupRequest.in("any").withReadyTimeout(Words.duration("readyTimeout", time)));
    }

    /** Checks a number of sets; empty for no limit. */
    @POST
    default FormValidation doCheckKeep(@AncestorInPath final Item item, @QueryParameter final String value) {
        return FieldChecks.ofNumber(item, value);
    }

    @POST
    default FormValidation doCheckKeepFor(@AncestorInPath final Item item, @QueryParameter final String value) {
        return FieldChecks.of(item, value, time -> RestoreChoices.usual().withKeep(Words.duration("keepFor", time)));
    }
}
