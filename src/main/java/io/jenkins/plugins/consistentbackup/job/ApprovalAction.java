package io.jenkins.plugins.consistentbackup.job;

import hudson.AbortException;
import hudson.model.Run;
import hudson.util.HttpResponses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import jenkins.model.Jenkins;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.verb.POST;

/** A build's question whether data may be put back, and the answer, stored with the build. */
public final class ApprovalAction implements RunAction2 {
    private final String id;
    private final String rule;
    private final ArrayList<String> plan;
    private String answeredBy;
    private Date answeredAt;
    private boolean approved;

    private transient Run<?, ?> run;
    /** Null after a restart: the operation that asked is not there any more. */
    private transient CompletableFuture<String> answer;

    ApprovalAction(
            final String id, final String rule, final List<String> plan, final CompletableFuture<String> answer) {
        this.id = id;
        this.rule = rule;
        this.plan = new ArrayList<>(plan);
        this.answer = answer;
    }

    @Override
    public void onAttached(final Run<?, ?> build) {
        run = build;
    }

    @Override
    public void onLoad(final Run<?, ?> build) {
        run = build;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    @Override
    public String getIconFileName() {
        return "symbol-hand-left-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Messages.ApprovalAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "consistent-backup-approval-" + id;
    }

    /** Name of the rule that asks for approval. */
    public String getRule() {
        return rule;
    }

    /** What would be done, and what would be discarded, in lines. Texts may come from the cluster. */
    public String getPlan() {
        return String.join("\n", plan);
    }

    /** Who has answered; null as long as nobody has. */
    public synchronized String getAnsweredBy() {
        return answeredBy;
    }

    public synchronized Date getAnsweredAt() {
        return answeredAt == null ? null : (Date) answeredAt.clone();
    }

    public synchronized boolean isApproved() {
        return approved;
    }

    /** Whether an answer would still change anything. */
    public synchronized boolean isOpen() {
        return answeredBy == null && answer != null && !answer.isDone();
    }

    /** Whether whoever looks at the page may answer. */
    public boolean isMine() {
        return run.getParent().hasPermission(Approvals.APPROVE);
    }

    /** The data is put back. */
    @POST
    public HttpResponse doApprove() throws IOException {
        return answered(true);
    }

    /** The operation fails; nothing was touched. */
    @POST
    public HttpResponse doRefuse() throws IOException {
        return answered(false);
    }

    private HttpResponse answered(final boolean yes) throws IOException {
        run.getParent().checkPermission(Approvals.APPROVE);
        String who = Jenkins.getAuthentication2().getName();
        CompletableFuture<String> asked;
        synchronized (this) {
            if (!isOpen()) {
                return HttpResponses.errorWithoutStack(409, Messages.ApprovalAction_over());
            }
            answeredBy = who;
            answeredAt = new Date();
            approved = yes;
            asked = answer;
        }
        run.save();
        if (yes) {
            asked.complete(who);
        } else {
            asked.completeExceptionally(new AbortException(Messages.ApprovalAction_refused(who)));
        }
        return HttpResponses.redirectTo("..");
    }
}
