package io.jenkins.plugins.consistentbackup.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest.Grouping;
import io.jenkins.plugins.consistentbackup.restore.RestoreChoices;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

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
    public static StepDefaults inForce() {
        return Optional.ofNullable(ConsistentBackupConfiguration.get().getDefaults())
                .orElseGet(StepDefaults::new);
    }

    /** What the engine decides where nobody has said anything. */
    @NonNull
    public static StepDefaults ofTheEngine() {
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

    /**
     * A request with what its step says, and, where that says nothing, with these.
     *
     * @param log hears which ones of these are in force
     * @throws IllegalArgumentException that names the parameter that is wrong, and what is right
     */
    public BackupRequest complete(final BackupRequest request, final BackupChoices own, final Consumer<String> log) {
        Map<String, Object> taken = made();
        taken.keySet().removeAll(own.made().keySet());
        say(taken, log);
        return own.over(over(request));
    }

    /**
     * The choices of a restore or an undo, with the time for which its step keeps what is replaced, and, where that
     * says nothing, with the one of these.
     *
     * @param log hears when the one of these is in force
     * @throws IllegalArgumentException that names the parameter that is wrong, and what is right
     */
    public RestoreChoices complete(final RestoreChoices choices, final String ownKeepFor, final Consumer<String> log) {
        if (ownKeepFor == null && keepFor != null) {
            say(Map.of("keepFor", keepFor), log);
        }
        String wanted = ownKeepFor == null ? keepFor : ownKeepFor;
        return wanted == null ? choices : choices.withKeep(Words.duration("keepFor", wanted));
    }

    private static void say(final Map<String, Object> taken, final Consumer<String> log) {
        if (!taken.isEmpty()) {
            log.accept(taken.entrySet().stream()
                    .map(choice -> choice.getKey() + " " + choice.getValue())
                    .collect(Collectors.joining(", ", "defaults of the administrator: ", "")));
        }
    }

    /** @throws IllegalArgumentException that names the default that no step could use, and says what is right */
    void requireUsable() {
        try {
            over(BackupRequest.in("any"));
            complete(RestoreChoices.usual(), null, line -> {});
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

    /** A drop-down of levels, whose first item leaves the choice open. */
    public static ListBoxModel levels(final String ifOpen) {
        return Words.items(
                Messages.StepDefaults_usual(ifOpen), Level.APPLICATION, Level.FILESYSTEM, Level.CRASH, Level.NONE);
    }

    /** A drop-down of ways to group, whose first item leaves the choice open. */
    public static ListBoxModel groupings(final String ifOpen) {
        return Words.items(Messages.StepDefaults_usual(ifOpen), Grouping.values());
    }

    /** The form of the defaults. */
    @Extension
    public static class DescriptorImpl extends Descriptor<StepDefaults> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.StepDefaults_displayName();
        }

        /** What is in force where a field is empty. */
        public StepDefaults getUsual() {
            return ofTheEngine();
        }

        @POST
        public ListBoxModel doFillLevelItems() {
            return levels(ofTheEngine().level);
        }

        @POST
        public ListBoxModel doFillGroupingItems() {
            return groupings(ofTheEngine().grouping);
        }

        @POST
        public FormValidation doCheckMaxFreeze(@QueryParameter final String value) {
            StepDefaults checked = new StepDefaults();
            checked.setMaxFreeze(value);
            return checked(checked);
        }

        @POST
        public FormValidation doCheckMaxHold(@QueryParameter final String value) {
            StepDefaults checked = new StepDefaults();
            checked.setMaxHold(value);
            return checked(checked);
        }

        @POST
        public FormValidation doCheckReadyTimeout(@QueryParameter final String value) {
            StepDefaults checked = new StepDefaults();
            checked.setReadyTimeout(value);
            return checked(checked);
        }

        @POST
        public FormValidation doCheckKeep(@QueryParameter final String value) {
            return FieldChecks.ofNumber(value);
        }

        @POST
        public FormValidation doCheckKeepFor(@QueryParameter final String value) {
            StepDefaults checked = new StepDefaults();
            checked.setKeepFor(value);
            return checked(checked);
        }

        private static FormValidation checked(final StepDefaults defaults) {
            return FieldChecks.of(defaults::requireUsable);
        }
    }
}
