package io.jenkins.plugins.consistentbackup.demo;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.demo.Shop.Server;
import io.jenkins.plugins.consistentbackup.demo.jenkinsfile.BuildListener;
import io.jenkins.plugins.consistentbackup.demo.jenkinsfile.BuildOutcome;
import io.jenkins.plugins.consistentbackup.demo.jenkinsfile.JenkinsfileRunner;
import io.jenkins.plugins.consistentbackup.demo.jenkinsfile.ShellStep;
import io.jenkins.plugins.consistentbackup.demo.load.CutWindow;
import io.jenkins.plugins.consistentbackup.demo.load.RestoredData;
import io.jenkins.plugins.consistentbackup.demo.load.ShopDatabase;
import io.jenkins.plugins.consistentbackup.demo.load.Stalls;
import io.jenkins.plugins.consistentbackup.demo.load.Verdict;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The act in which the Jenkinsfile runs, and the judgement of what it left. */
final class Pipeline {
    private static final String DEPLOY = "Deploy";
    private static final Duration SERVE_LIMIT = Duration.ofSeconds(60);

    private final Path jenkinsfile;
    private final Workspace workspace;
    private final Shop shop;
    private final Narrator narrator;
    private final EngineSteps steps;
    private final Log log = new Log();

    Pipeline(Path jenkinsfile, Workspace workspace, Shop shop, LocalEngine engine, Narrator narrator) {
        this.jenkinsfile = jenkinsfile;
        this.workspace = workspace;
        this.shop = shop;
        this.narrator = narrator;
        this.steps = new EngineSteps(engine, log::line);
    }

    void run() throws InterruptedException {
        narrator.title("Now " + jenkinsfile.getFileName() + ", as it is: backup, gate, deploy, check, restore");
        BuildOutcome outcome = new JenkinsfileRunner(log)
                .step("consistentBackup", steps::consistentBackup)
                .step("restoreSnapshot", steps::restoreSnapshot)
                .step("sh", new ShellStep(workspace.folder(), this::environment, log))
                .run(jenkinsfile);
        narrator.line("  result of the build: " + outcome.result());
        narrator.title("What the backup was worth");
        steps.backup()
                .ifPresentOrElse(this::showFreezes, () -> narrator.promise("a backup is made", false, reason(outcome)));
        narrator.promise(
                "the data is put back after the failed deploy",
                steps.restore().isPresent(),
                steps.restoreTook()
                        .map(took ->
                                "in " + Narrator.millis(took) + ", from the call to databases that were checked (RTO)")
                        .orElse(reason(outcome) + outcome.failedPosts()));
        if (steps.backup().isPresent() && steps.restore().isPresent()) {
            judge(steps.backup().get());
        }
    }

    private static String reason(BuildOutcome outcome) {
        return outcome.failure().orElse("nobody asked for it");
    }

    private void showFreezes(BackupReport report) {
        CutWindow window = window(report);
        long margin = Duration.ofSeconds(report.databases().stream()
                                        .mapToLong(BackupReport.Database::heldMillis)
                                        .max()
                                        .orElse(0)
                                / 1000
                        + 2)
                .toNanos();
        for (Server server : shop.servers()) {
            Stalls stalls = Stalls.of(
                    shop.records(server), window.firstRequestedNanos() - margin, window.lastObservedNanos() + margin);
            report.databases().stream()
                    .filter(database -> database.name().startsWith(server.pod()))
                    .forEach(database -> narrator.line("  " + server.title + ": held " + database.heldMillis()
                            + " ms, writes blocked " + database.freezeMillis() + " ms as the engine saw it; the longest"
                            + " write took " + Narrator.millis(stalls.longest()) + " as the clients saw it (usually "
                            + Narrator.millis(stalls.typical()) + ")"));
        }
        narrator.line("  between the first request for a cut and the last cut seen: "
                + Duration.between(report.firstCutRequested(), report.lastCutObserved())
                        .toMillis()
                + " ms");
        steps.restore()
                .flatMap(restore -> restore.discardedFrom()
                        .flatMap(from -> restore.discardedTo().map(to -> Duration.between(from, to))))
                .ifPresent(lost -> narrator.line("  writes discarded by going back: those of " + Narrator.millis(lost)
                        + " before the restore (RPO)"));
    }

    private void judge(BackupReport report) throws InterruptedException {
        for (Server server : shop.servers()) {
            RestoredData found = Polling.until(
                            SERVE_LIMIT,
                            () -> shop.connectable(server, server.pod()).map(ShopDatabase::read))
                    .orElseGet(() -> RestoredData.notStarted(server.title, "takes no connections"));
            narrator.promise(Verdict.of(found, shop.records(server), window(report)));
        }
    }

    /** The report's times are those of the wall clock, the clients' monotonic: both of this process, now. */
    private static CutWindow window(BackupReport report) {
        Instant now = Instant.now();
        long nanos = System.nanoTime();
        return new CutWindow(
                nanos - Duration.between(report.firstCutRequested(), now).toNanos(),
                nanos - Duration.between(report.lastCutObserved(), now).toNanos());
    }

    private Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        variables.put("PATH", System.getenv("PATH"));
        variables.put("JAVA", JavaCommand.java());
        variables.put("SHOP_CLASSPATH", JavaCommand.classPath());
        variables.put("SHOP_PASSWORD", shop.password());
        for (Server server : shop.servers()) {
            shop.port(server.pod(), server)
                    .ifPresent(port -> variables.put(ShopProgram.portVariable(server), String.valueOf(port)));
        }
        return variables;
    }

    /** The build's log, in the demo's. A deploy replaces the application: its clients stop. */
    private final class Log implements BuildListener {
        @Override
        public void line(String text) {
            narrator.line("    " + text);
        }

        @Override
        public void stage(String name, StageEvent event) {
            if (event == StageEvent.STARTED) {
                narrator.line("  [" + name + "]");
                if (name.equals(DEPLOY)) {
                    shop.stopWriting();
                }
            } else if (event != StageEvent.SUCCEEDED) {
                narrator.line("  [" + name + "] "
                        + event.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
    }
}
