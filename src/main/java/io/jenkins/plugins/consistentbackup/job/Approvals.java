package io.jenkins.plugins.consistentbackup.job;

import hudson.AbortException;
import hudson.Util;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Run;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import io.jenkins.plugins.consistentbackup.restore.RestorePlan;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/** Asks people whether data may be put back, where a rule of the operators wants that. */
public final class Approvals {
    private static final PermissionGroup GROUP = new PermissionGroup(Approvals.class, Messages._Approvals_group());

    /** To see what a restore would discard, and to let it go on. */
    public static final Permission APPROVE =
            new Permission(GROUP, "Approve", Messages._Approvals_approve(), Jenkins.ADMINISTER, PermissionScope.ITEM);

    /** Whoever was not asked within a day is not at work. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    private Approvals() {}

    /** The permission is known before any configuration that grants it is read. */
    @Initializer(before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void registerPermission() {
        APPROVE.getId();
    }

    /**
     * Asks on a page of the build.
     *
     * @param run stops asking when it is cancelled
     * @param rule name of the rule that wants it
     * @param plan what would be done
     * @param log hears where the page is
     * @return who approved; fails with an {@link AbortException} when somebody refused, nobody answered in a day, or the
     *     run was cancelled
     */
    static CompletableFuture<String> ask(
            final ActiveRun<?> run,
            final Run<?, ?> build,
            final String rule,
            final RestorePlan plan,
            final Consumer<String> log) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        ApprovalAction page = new ApprovalAction(run.id(), rule, plan.lines(), answer);
        build.addAction(page);
        try {
            build.save();
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        log.accept("rule '" + rule + "' of the operators: waiting for approval at "
                + Util.fixNull(Jenkins.get().getRootUrl()) + build.getUrl() + page.getUrlName());
        run.begun(new Asking(answer, rule));
        ScheduledFuture<?> end = Timer.get()
                .schedule(
                        () -> answer.completeExceptionally(new AbortException("nobody approved the restore within "
                                + PATIENCE.toHours() + " h; nothing was touched")),
                        PATIENCE.toSeconds(),
                        TimeUnit.SECONDS);
        answer.whenComplete((who, refusal) -> end.cancel(false));
        return answer.thenApply(who -> {
            log.accept("approved by " + who);
            return who;
        });
    }

    /** Nothing is held while somebody is asked. */
    private record Asking(CompletableFuture<String> answer, String rule) implements Steering {
        @Override
        public String status() {
            return "waiting for approval (rule '" + rule + "')";
        }

        @Override
        public boolean holding() {
            return false;
        }

        @Override
        public void cancel(final String reason) {
            answer.completeExceptionally(new AbortException(reason));
        }
    }
}
