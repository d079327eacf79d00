package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.phase.RunState;
import java.time.Instant;
import java.util.Optional;

/**
 * What a backup must remember. A plain class of strings, because it is persisted; the request, the plan and what was
 * cut are kept as JSON, whose readers pass over what they do not know.
 */
public final class BackupState extends RunState {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final String startedAt;
    private final String request;
    private String plan;
    private String cutSet;
    private String finishedAt;
    private String report;

    BackupState(final SetId id, final Instant started, final BackupRequest request) {
        this.id = id.toString();
        this.startedAt = started.toString();
        this.request = Documents.write(request);
    }

    /** The set that is being made. */
    public SetId id() {
        return SetId.of(id);
    }

    /** When the backup began. */
    public Instant startedAt() {
        return Instant.parse(startedAt);
    }

    /** What was asked for. */
    public BackupRequest request() {
        return Documents.read(request, BackupRequest.class);
    }

    /** What is done about it; absent until it was planned. */
    public Optional<BackupPlan> plan() {
        return Optional.ofNullable(plan).map(json -> Documents.read(json, BackupPlan.class));
    }

    /** What it came to; absent until the set was committed. */
    public Optional<BackupReport> report() {
        return Optional.ofNullable(report).map(json -> Documents.read(json, BackupReport.class));
    }

    /** What was held and cut; absent until everything was released. */
    Optional<CutSet> cutSet() {
        return Optional.ofNullable(cutSet).map(json -> Documents.read(json, CutSet.class));
    }

    /** When the last snapshot was seen ready; kept, so that a commit that is repeated writes the same manifest. */
    Instant requireFinishedAt() {
        return Instant.parse(finishedAt);
    }

    void setFinishedAt(final Instant finished) {
        finishedAt = finished.toString();
    }

    void setPlan(final BackupPlan made) {
        plan = Documents.write(made);
    }

    void setCutSet(final CutSet made) {
        cutSet = Documents.write(made);
    }

    void setReport(final BackupReport made) {
        report = Documents.write(made);
    }

    BackupPlan requirePlan() {
        return plan().orElseThrow(() -> new IllegalStateException("backup " + id + " was not planned"));
    }

    CutSet requireCutSet() {
        return cutSet().orElseThrow(() -> new IllegalStateException("backup " + id + " has cut nothing"));
    }
}
