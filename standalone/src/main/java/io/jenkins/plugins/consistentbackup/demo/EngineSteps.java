package io.jenkins.plugins.consistentbackup.demo;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.BackupRun;
import io.jenkins.plugins.consistentbackup.demo.jenkinsfile.StepCall;
import io.jenkins.plugins.consistentbackup.demo.jenkinsfile.StepFailedException;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.InputException;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.local.PhaseProgress;
import io.jenkins.plugins.consistentbackup.phase.Durations;
import io.jenkins.plugins.consistentbackup.phase.PhaseRun;
import io.jenkins.plugins.consistentbackup.phase.RunFailedException;
import io.jenkins.plugins.consistentbackup.restore.RestoreException;
import io.jenkins.plugins.consistentbackup.restore.RestorePlan;
import io.jenkins.plugins.consistentbackup.restore.RestoreReport;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;
import io.jenkins.plugins.consistentbackup.restore.RestoreState;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The two steps of the plugin, bound to the engine: the same parameters, the same log. */
final class EngineSteps {
    private static final String REQUESTER = "the demo's Jenkinsfile";

    private final LocalEngine engine;
    private final Consumer<String> log;
    private BackupReport backup;
    private RestoreReport restore;
    private Duration restoreTook;

    EngineSteps(LocalEngine engine, Consumer<String> log) {
        this.engine = engine;
        this.log = log;
    }

    /** {@code consistentBackup(cluster: …, namespace: …, maxFreeze: …, keep: …)}. */
    Object consistentBackup(StepCall call) throws InterruptedException {
        requireKnown(call, Set.of("cluster", "namespace", "maxFreeze", "keep"));
        BackupRequest request = request(call);
        BackupRun run = engine.backups().start(request, new PhaseProgress<>(log), log);
        try {
            backup = Await.result(run.result());
        } catch (RunFailedException e) {
            throw new StepFailedException(e.getMessage(), e);
        }
        return new BackupResult(backup);
    }

    private static BackupRequest request(StepCall call) {
        try {
            BackupRequest request =
                    BackupRequest.in(required(call, "namespace")).withRequester(REQUESTER);
            Optional<String> maxFreeze = call.text("maxFreeze");
            if (maxFreeze.isPresent()) {
                request = request.withMaxFreeze(Durations.parse(maxFreeze.get()));
            }
            Optional<String> keep = call.text("keep");
            return keep.isPresent() ? request.withKeep(Integer.parseInt(keep.get())) : request;
        } catch (IllegalArgumentException | InputException e) {
            throw new StepFailedException(e.getMessage(), e);
        }
    }

    /** {@code restoreSnapshot(cluster: …, namespace: …, set: …)}. */
    Object restoreSnapshot(StepCall call) throws InterruptedException {
        requireKnown(call, Set.of("cluster", "namespace", "set"));
        long begun = System.nanoTime();
        try {
            RestorePlan plan = Await.result(engine.restorer()
                    .plan(RestoreRequest.inPlace(required(call, "namespace"), required(call, "set"), REQUESTER)));
            plan.lines().forEach(log);
            PhaseRun<RestoreState> run = engine.restorer()
                    .run(plan.begin(), new PhaseProgress<>(log), log)
                    .start();
            restore = engine.restorer().report(Await.result(run.result()));
        } catch (RunFailedException | RestoreException e) {
            throw new StepFailedException(e.getMessage(), e);
        }
        restoreTook = Duration.ofNanos(System.nanoTime() - begun);
        restore.lines().forEach(log);
        return null;
    }

    /** The last backup, if one succeeded. */
    Optional<BackupReport> backup() {
        return Optional.ofNullable(backup);
    }

    /** The last restore, if one succeeded. */
    Optional<RestoreReport> restore() {
        return Optional.ofNullable(restore);
    }

    /** From the call of the last restore to its end, when the databases had been checked. */
    Optional<Duration> restoreTook() {
        return Optional.ofNullable(restoreTook);
    }

    private static String required(StepCall call, String name) {
        return call.text(name).orElseThrow(() -> new StepFailedException(call.step() + " needs " + name));
    }

    private static void requireKnown(StepCall call, Set<String> known) {
        Set<String> unknown = new TreeSet<>(call.named().keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new StepFailedException(
                    call.step() + " has no parameter " + unknown + " here; it has " + new TreeSet<>(known));
        }
    }
}
