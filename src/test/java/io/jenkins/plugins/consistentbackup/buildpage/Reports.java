package io.jenkins.plugins.consistentbackup.buildpage;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.backup.BackupReport.Database;
import io.jenkins.plugins.consistentbackup.backup.BackupReport.PhaseBegin;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import io.jenkins.plugins.consistentbackup.restore.Operation;
import io.jenkins.plugins.consistentbackup.restore.RestoreReport;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reports as the engine makes them. */
final class Reports {
    static final Instant START = Instant.parse("2026-11-26T20:15:00Z");

    private Reports() {}

    static ClusterChoice cluster(String name) {
        ClusterChoice choice = new ClusterChoice();
        choice.setCluster(name);
        return choice;
    }

    /** A backup that began at this time and blocked the writes of MariaDB for so long. */
    static BackupReport backup(String id, Instant start, long freezeMillis) {
        return backup(id, "shop", start, freezeMillis, "mariadb-0 (server)", "");
    }

    /** A backup in which everything that comes from the cluster has this text in it. */
    static BackupReport backupNaming(String text) {
        return backup("set" + text, "shop" + text, START, 37, "pod" + text, text);
    }

    private static BackupReport backup(
            String id, String namespace, Instant start, long freezeMillis, String database, String text) {
        return new BackupReport(
                id,
                namespace,
                Level.APPLICATION,
                List.of("every database was held, and the hold was proved before and after the cuts" + text),
                start,
                start.plusMillis(1_930),
                start.plusMillis(2_020),
                start.plusMillis(9_400),
                List.of(
                        new PhaseBegin("plan", start),
                        new PhaseBegin("reserve", start.plusMillis(1_420)),
                        new PhaseBegin("hold", start.plusMillis(1_500)),
                        new PhaseBegin("cut", start.plusMillis(1_925)),
                        new PhaseBegin("release", start.plusMillis(2_025)),
                        new PhaseBegin("trailing", start.plusMillis(2_210)),
                        new PhaseBegin("ready", start.plusMillis(2_600)),
                        new PhaseBegin("commit", start.plusMillis(9_250))),
                List.of(
                        new Database(
                                database,
                                "mariadb" + text,
                                freezeMillis + 12,
                                freezeMillis,
                                List.of("Warning: no entry for the table x", "last line" + text)),
                        new Database("postgres-0 (postgres)", "postgresql-several", 710, 0, List.of())),
                List.of("cb-" + id + "-mariadb-data" + text, "cb-" + id + "-pg-data", "cb-" + id + "-pg-wal"),
                List.of("the liveness probe of mariadb-0 fails after 10 s, the hold may last 30 s" + text));
    }

    static RestoreReport restoreNaming(String text) {
        return new RestoreReport(
                "restore-7" + text,
                Operation.RESTORE,
                "shop" + text,
                Optional.of("set-1" + text),
                Profile.CLUSTER,
                Optional.of(START),
                Optional.of(START.plusSeconds(754)),
                List.of(new RestoreReport.Claim(
                        "data-mariadb-0" + text, "snapshot cb-1" + text, Optional.of("volume pvc-4711" + text))),
                Optional.of(START.plusSeconds(604_800)));
    }

    static RestoreReport cloning() {
        return new RestoreReport(
                "clone-8",
                Operation.CLONE,
                "shop-copy",
                Optional.of("set-1"),
                Profile.CLUSTER,
                Optional.empty(),
                Optional.empty(),
                List.of(new RestoreReport.Claim("data-mariadb-0", "snapshot cb-1", Optional.empty())),
                Optional.empty());
    }
}
