package io.jenkins.plugins.consistentbackup.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.restore.RestoreChoices;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * What is in force where steps leave parameters out, as a form or a configuration file says it. What is null here, too,
 * is decided by the engine. What a step says itself wins, and rules limit both.
 */
public class StepDefaults implements Describable<StepDefaults>, BackupChoices {
    private String snapshotClass;
    private String grouping;
    private String level;
    private String maxFreeze;
    private String maxHold;
    private String readyTimeout;
    private Integer keep;
    private String keepFor;

    /** None. */
    @DataBoundConstructor
    public StepDefaults() {
        // Everything is optional.
    }

    /** Those that the administrator has set; none when there are none. */
    @NonNull
    public static StepDefaults ofTheAdministrator() {
        return Optional.ofNullable(ConsistentBackupConfiguration.get().getDefaults())
                .orElseGet(StepDefaults::new);
    }

    /** What counts where a step says nothing: what the administrator has set, or else what the engine decides. */
    @NonNull
    static StepDefaults inEffect() {
        StepDefaults set = ofTheAdministrator();
        StepDefaults usual = ofTheEngine();
        StepDefaults both = new StepDefaults();
        both.snapshotClass = either(set.snapshotClass, usual.snapshotClass);
        both.grouping = either(set.grouping, usual.grouping);
        both.level = either(set.level, usual.level);
        both.maxFreeze = either(set.maxFreeze, usual.maxFreeze);
        both.maxHold = either(set.maxHold, usual.maxHold);
        both.readyTimeout = either(set.readyTimeout, usual.readyTimeout);
        both.keep = either(set.keep, usual.keep);
        both.keepFor = either(set.keepFor, usual.keepFor);
        return both;
    }

    private static <T> T either(final T first, final T second) {
        return first == null ? second : first;
    }

    /** What the engine decides where nobody has said anything. */
    @NonNull
    static StepDefaults ofTheEngine() {
        BackupRequest request = BackupRequest.in("any");
        StepDefaults usual = new StepDefaults();
        usual.grouping = Words.lower(request.grouping());
        usual.level = Words.lower(request.minimumLevel());
        usual.maxFreeze = request.maxFreeze().toSeconds() + "s";
        usual.maxHold = request.maxHold().toMinutes() + "m";
        usual.readyTimeout = request.readyTimeout().toMinutes() + "m";
        usual.keepFor = RestoreChoices.usual().keep().toDays() + "d";
        return usual;
    }

    /** Those that count where a step makes these choices itself, by the names of their parameters. */
    public Map<String, Object> besides(final BackupChoices own) {
        Map<String, Object> taken = made();
        taken.keySet().removeAll(own.made().keySet());
        return taken;
    }

    /**
     * A request with what its step says, and, where that says nothing, with these.
     *
     * @throws IllegalArgumentException that names the parameter that is wrong, and what is right
     */
    public BackupRequest complete(final BackupRequest request, final BackupChoices own) {
        return own.over(over(request));
    }

    /**
     * The choices of a restore or an undo, with the time for which its step keeps what is replaced, and, where that
     * says nothing, with the one of these.
     *
     * @param ownKeepFor what the step says, or null
     * @throws IllegalArgumentException that names the parameter that is wrong, and what is right
     */
    public RestoreChoices complete(final RestoreChoices choices, final String ownKeepFor) {
        String wanted = either(ownKeepFor, keepFor);
        return wanted == null ? choices : choices.withKeep(Words.duration("keepFor", wanted));
    }

    /** @throws IllegalArgumentException that names the default that no step could use, and says what is right */
    void requireUsable() {
        try {
            over(BackupRequest.in("any"));
            complete(RestoreChoices.usual(), null);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("defaults: " + e.getMessage(), e);
        }
    }

    @Override
    public String getSnapshotClass() {
        return snapshotClass;
    }

    @DataBoundSetter
    public void setSnapshotClass(final String snapshotClass) {
        this.snapshotClass = Util.fixEmptyAndTrim(snapshotClass);
    }

    @Override
    public String getGrouping() {
        return grouping;
    }

    @DataBoundSetter
    public void setGrouping(final String grouping) {
        this.grouping = Util.fixEmptyAndTrim(grouping);
    }

    @Override
    public String getLevel() {
        return level;
    }

    @DataBoundSetter
    public void setLevel(final String level) {
        this.level = Util.fixEmptyAndTrim(level);
    }

    @Override
    public String getMaxFreeze() {
        return maxFreeze;
    }

    @DataBoundSetter
    public void setMaxFreeze(final String maxFreeze) {
        this.maxFreeze = Util.fixEmptyAndTrim(maxFreeze);
    }

    @Override
    public String getMaxHold() {
        return maxHold;
    }

    @DataBoundSetter
    public void setMaxHold(final String maxHold) {
        this.maxHold = Util.fixEmptyAndTrim(maxHold);
    }

    @Override
    public String getReadyTimeout() {
        return readyTimeout;
    }

    @DataBoundSetter
    public void setReadyTimeout(final String readyTimeout) {
        this.readyTimeout = Util.fixEmptyAndTrim(readyTimeout);
    }

    @Override
    public Integer getKeep() {
        return keep;
    }

    @DataBoundSetter
    public void setKeep(final Integer keep) {
        this.keep = keep;
    }

    /** How long what a restore or an undo replaces is kept at least: {@code 7d}. */
    public String getKeepFor() {
        return keepFor;
    }

    @DataBoundSetter
    public void setKeepFor(final String keepFor) {
        this.keepFor = Util.fixEmptyAndTrim(keepFor);
    }

    /** The form of the defaults. */
    @Extension
    public static class DescriptorImpl extends Descriptor<StepDefaults> implements DefaultsForm {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.StepDefaults_displayName();
        }

        @Override
        public StepDefaults getUsual() {
            return ofTheEngine();
        }
    }
}
