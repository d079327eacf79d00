package io.jenkins.plugins.consistentbackup.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.job.BackupOrder;
import io.jenkins.plugins.consistentbackup.job.BackupSettings;
import io.jenkins.plugins.consistentbackup.job.BuildLog;
import io.jenkins.plugins.consistentbackup.job.DefaultsInForce;
import io.jenkins.plugins.consistentbackup.job.EngineRuns;
import io.jenkins.plugins.consistentbackup.job.Requester;
import io.jenkins.plugins.consistentbackup.job.RestoreOrder;
import io.jenkins.plugins.consistentbackup.restore.RestoreChoices;
import io.jenkins.plugins.consistentbackup.restore.RestoreReport;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A backup; then, if there is one, the body; then, if that failed and it is wanted, a restore. */
final class BackupExecution extends EngineExecution {
    private static final long serialVersionUID = 1L;

    private final BackupSettings settings;
    private final String templateFile;
    private final String onFailure;
    private final String backup = EngineRuns.newId();
    /** Texts of templates that only this backup has: what is put back is prepared and checked with the same; null until they were read. */
    private ArrayList<String> templates;

    private BackupResult result;
    private BodyExecution body;
    private Throwable bodyFailure;
    private String restore;

    BackupExecution(
            final StepContext context,
            final BackupSettings settings,
            final String templateFile,
            final String onFailure) {
        super(context);
        this.settings = settings;
        this.templateFile = templateFile;
        this.onFailure = onFailure;
    }

    @Override
    public boolean start() throws Exception {
        requireSense();
        Run<?, ?> build = build();
        FilePath workspace = getContext().get(FilePath.class);
        follow(EngineRuns.get().backUp(backup, build, log(), () -> order(build, workspace)), this::backedUp);
        return false;
    }

    @Override
    void resume() throws IOException, InterruptedException {
        if (restore != null) {
            follow(EngineRuns.get().resumeRestore(restore, build(), log()), this::restored);
        } else if (body == null) {
            follow(EngineRuns.get().resumeBackup(backup, build(), log()), this::backedUp);
        }
    }

    @Override
    public void stop(@NonNull final Throwable cause) throws Exception {
        if (body != null && restore == null) {
            body.cancel(cause);
        } else {
            super.stop(cause);
        }
    }

    private void requireSense() throws AbortException {
        if (onFailure != null && !onFailure.equals(WithConsistentBackupStep.RESTORE)) {
            throw new AbortException("onFailure: there is no '" + onFailure + "'; write onFailure: 'restore'");
        }
    }

    private BackupOrder order(final Run<?, ?> build, final FilePath workspace)
            throws IOException, InterruptedException {
        templates = new ArrayList<>(WorkspaceFile.templates(workspace, templateFile));
        getContext().saveState();
        return new BackupOrder(settings.choice(), settings.request(Requester.of(build), log()), templates);
    }

    private void backedUp(final BackupReport report, final Throwable failure) {
        if (failure != null) {
            fail(failure);
            return;
        }
        result = new BackupResult(report);
        if (getContext().hasBody()) {
            runBody();
        } else {
            succeed(result);
        }
    }

    private void runBody() {
        try {
            EnvironmentExpander variables = EnvironmentExpander.merge(
                    getContext().get(EnvironmentExpander.class),
                    EnvironmentExpander.constant(Map.of("BACKUP_SET", result.getId())));
            body = getContext()
                    .newBodyInvoker()
                    .withContext(variables)
                    .withCallback(new BodyEnd())
                    .start();
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        }
    }

    private void putBack(final Throwable failure) throws IOException, InterruptedException {
        bodyFailure = failure;
        restore = EngineRuns.newId();
        say("the body failed; putting backup set " + result.getId() + " back");
        Run<?, ?> build = build();
        BuildLog log = log();
        RestoreOrder order = RestoreOrder.of(
                        settings.choice(),
                        RestoreRequest.inPlace(settings.getNamespace(), result.getId(), Requester.of(build))
                                .with(DefaultsInForce.saidTo(log).complete(RestoreChoices.usual(), null))
                                .withTemplateConfigMap(Optional.ofNullable(settings.getTemplateConfigMap())))
                .with(templates == null ? List.of() : templates);
        follow(EngineRuns.get().restore(restore, build, log, () -> order), this::restored);
    }

    /** The build fails for what the body failed of, whatever became of the data; that is said in the log. */
    private void restored(final RestoreReport report, final Throwable failure) {
        try {
            if (failure == null) {
                say("the data of backup set " + result.getId() + " runs again");
            } else {
                getContext()
                        .get(TaskListener.class)
                        .error("The data was not put back: " + failure.getMessage() + ". Backup set " + result.getId()
                                + " is still there");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            fail(bodyFailure);
        }
    }

    /** What comes after the body. */
    private final class BodyEnd extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;

        @Override
        public void onSuccess(final StepContext context, final Object value) {
            succeed(result);
        }

        @Override
        public void onFailure(final StepContext context, final Throwable failure) {
            if (onFailure == null) {
                fail(failure);
                return;
            }
            try {
                putBack(failure);
            } catch (IOException e) {
                fail(failure);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                fail(failure);
            }
        }
    }
}
