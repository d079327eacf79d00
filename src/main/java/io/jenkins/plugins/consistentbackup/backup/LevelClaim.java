package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.util.Collection;
import java.util.Comparator;

/** What may honestly be claimed of a database's volumes. */
final class LevelClaim {
    private LevelClaim() {}

    /**
     * @param levels what the template states
     * @param volumes how many claims the database has
     * @param atomic whether every one of their drivers is known to cut a volume at one instant
     * @param grouped whether all of them are cut by one group snapshot
     */
    static Level of(final HookTemplate.Levels levels, final int volumes, final boolean atomic, final boolean grouped) {
        HookTemplate.ByDriver byDriver = volumes == 1 ? levels.one() : grouped ? levels.group() : levels.several();
        return atomic ? byDriver.atomic() : byDriver.torn();
    }

    /**
     * What a cut gives by itself, whatever holds the database meanwhile.
     *
     * @param together whether the volumes are one, or all of them are cut by one group snapshot
     */
    static Level unaided(final boolean atomic, final boolean together) {
        return atomic && together ? Level.CRASH : Level.NONE;
    }

    /** A set is worth what its worst database is. */
    static Level ofSet(final Collection<Level> levels) {
        return levels.stream().min(Comparator.naturalOrder()).orElse(Level.NONE);
    }
}
