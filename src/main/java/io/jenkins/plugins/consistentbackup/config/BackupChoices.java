package io.jenkins.plugins.consistentbackup.config;

import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest.Grouping;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** How a backup is made, as a step or an administrator writes it. What is null is left open. */
public interface BackupChoices {

    /** The VolumeSnapshotClass of all volumes. */
    String getSnapshotClass();

    /** Whether one group snapshot cuts all volumes: {@code auto}, {@code required} or {@code never}. */
    String getGrouping();

    /** The least that the backup must prove: {@code application}, {@code filesystem}, {@code crash} or {@code none}. */
    String getLevel();

    /** The longest time for which writes may be blocked: {@code 10s}. */
    String getMaxFreeze();

    /** The longest time for which a template that blocks no writes may hold: {@code 5m}. */
    String getMaxHold();

    /** How long the snapshots may take until they can be used: {@code 30m}. */
    String getReadyTimeout();

    /** How many sets of the namespace stay, this one counted. */
    Integer getKeep();

    /** The choices that are made, by the names of their parameters. */
    default Map<String, Object> made() {
        Map<String, Object> made = new TreeMap<>();
        made.put("snapshotClass", getSnapshotClass());
        made.put("grouping", getGrouping());
        made.put("level", getLevel());
        made.put("maxFreeze", getMaxFreeze());
        made.put("maxHold", getMaxHold());
        made.put("readyTimeout", getReadyTimeout());
        made.put("keep", getKeep());
        made.values().removeIf(Objects::isNull);
        return made;
    }

    /**
     * A request with the choices that are made in place of those that it had.
     *
     * @throws IllegalArgumentException that names the parameter that is wrong, and what is right
     */
    default BackupRequest over(final BackupRequest request) {
        BackupRequest chosen = chosen(request, getSnapshotClass(), BackupRequest::withSnapshotClass);
        chosen = chosen(
                chosen, getGrouping(), (to, word) -> to.withGrouping(Words.choice("grouping", Grouping.class, word)));
        chosen =
                chosen(chosen, getLevel(), (to, word) -> to.withMinimumLevel(Words.choice("level", Level.class, word)));
        chosen = chosen(chosen, getMaxFreeze(), (to, time) -> to.withMaxFreeze(Words.duration("maxFreeze", time)));
        chosen = chosen(chosen, getMaxHold(), (to, time) -> to.withMaxHold(Words.duration("maxHold", time)));
        chosen = chosen(
                chosen, getReadyTimeout(), (to, time) -> to.withReadyTimeout(Words.duration("readyTimeout", time)));
        return chosen(chosen, getKeep(), BackupRequest::withKeep);
    }

    private static <T> BackupRequest chosen(
            final BackupRequest request, final T choice, final BiFunction<BackupRequest, T, BackupRequest> with) {
        return choice == null ? request : with.apply(request, choice);
    }
}
