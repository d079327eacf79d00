package io.jenkins.plugins.consistentbackup.pipeline;

import io.jenkins.plugins.consistentbackup.backup.BackupPlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** What {@code consistentBackup} with {@code dryRun} returns: what a backup would do. */
public final class PlanResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String namespace;
    private final String level;
    private final ArrayList<String> claims;
    private final ArrayList<String> lines;
    private final ArrayList<String> warnings;

    PlanResult(final BackupPlan plan) {
        namespace = plan.namespace();
        level = plan.level().name().toLowerCase(Locale.ROOT);
        claims = new ArrayList<>(plan.volumes().keySet());
        lines = new ArrayList<>(plan.lines());
        warnings = new ArrayList<>(plan.warnings());
    }

    @Whitelisted
    public String getNamespace() {
        return namespace;
    }

    /** What the set could claim: {@code application}, {@code filesystem}, {@code crash} or {@code none}. */
    @Whitelisted
    public String getLevel() {
        return level;
    }

    /** Names of the claims whose volumes would be cut. */
    @Whitelisted
    public List<String> getClaims() {
        return new ArrayList<>(claims);
    }

    /** What the user should know. */
    @Whitelisted
    public List<String> getWarnings() {
        return new ArrayList<>(warnings);
    }

    /** The plan as the log shows it. */
    @Whitelisted
    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
