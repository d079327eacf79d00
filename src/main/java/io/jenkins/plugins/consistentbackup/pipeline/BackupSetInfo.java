package io.jenkins.plugins.consistentbackup.pipeline;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** A backup set as {@code listBackups} finds it. */
public final class BackupSetInfo extends Identified {
    private static final long serialVersionUID = 1L;

    private final String state;
    private final String reason;
    private final String created;
    private final String level;
    private final boolean usable;
    private final boolean pinned;
    private final ArrayList<String> snapshots;

    BackupSetInfo(final BackupSet set) {
        super(set.id().toString(), set.namespace());
        state = set.state().name().toLowerCase(Locale.ROOT);
        reason = set.reason();
        created = set.created().toString();
        level = set.manifest()
                .map(manifest -> manifest.verdict().level().name().toLowerCase(Locale.ROOT))
                .orElse(null);
        usable = set.usable();
        pinned = set.pinned();
        snapshots = new ArrayList<>(set.snapshots());
    }

    /** {@code committed}, {@code incomplete}, {@code failed} or {@code damaged}. */
    @Whitelisted
    public String getState() {
        return state;
    }

    /** Why it cannot be used; empty when it can. */
    @Whitelisted
    public String getReason() {
        return reason;
    }

    /** When it was made, as text as in ISO 8601. */
    @Whitelisted
    public String getCreated() {
        return created;
    }

    /** What was proved; null when its manifest cannot be read. */
    @Whitelisted
    public String getLevel() {
        return level;
    }

    /** Whether a restore may use it. */
    @Whitelisted
    public boolean isUsable() {
        return usable;
    }

    /** Whether retention leaves it alone. */
    @Whitelisted
    public boolean isPinned() {
        return pinned;
    }

    /** Names of the VolumeSnapshots. */
    @Whitelisted
    public List<String> getSnapshots() {
        return new ArrayList<>(snapshots);
    }
}
