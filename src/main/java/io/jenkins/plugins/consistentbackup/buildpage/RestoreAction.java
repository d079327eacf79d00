package io.jenkins.plugins.consistentbackup.buildpage;

import hudson.model.InvisibleAction;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import io.jenkins.plugins.consistentbackup.restore.RestoreReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A restore, clone or undo that a build has done, as it is stored with the build. All texts may come from the cluster. */
@ExportedBean(defaultVisibility = 2)
public final class RestoreAction extends InvisibleAction {
    private final String id;
    private final String operation;
    private final String cluster;
    private final String namespace;
    private final String set;
    private final String profile;
    private final Long discardedFrom;
    private final Long discardedTo;
    private final Long keptUntil;
    private final ArrayList<RestoredClaim> claims;
    private final String undoLine;

    private RestoreAction(final RestoreReport report, final ClusterChoice choice) {
        id = report.id();
        operation = report.operation().done();
        cluster = choice.getCluster();
        namespace = report.namespace();
        set = report.set().orElse(null);
        profile = report.profile().name().toLowerCase(Locale.ROOT);
        discardedFrom = millis(report.discardedFrom());
        discardedTo = millis(report.discardedTo());
        keptUntil = millis(report.keptUntil());
        claims = new ArrayList<>(report.claims().stream().map(RestoredClaim::of).toList());
        undoLine = report.keptUntil().isPresent() ? StepText.undo(choice, report.namespace(), report.id()) : null;
    }

    /**
     * A restore to be stored with its build.
     *
     * @param report what was done
     * @param choice the cluster it was done on, as the step named it
     */
    public static RestoreAction of(final RestoreReport report, final ClusterChoice choice) {
        return new RestoreAction(report, choice);
    }

    private static Long millis(final Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).orElse(null);
    }

    private static String text(final Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis).toString();
    }

    /** Of the run; an undo asks for it. */
    @Exported
    public String getId() {
        return id;
    }

    /** The participle: {@code restored}, {@code cloned}, {@code undone} or {@code put back}. */
    @Exported
    public String getOperation() {
        return operation;
    }

    /** Name in the administrator's list; null for the only one, and for a cluster that the step described itself. */
    @Exported
    public String getCluster() {
        return cluster;
    }

    @Exported
    public String getNamespace() {
        return namespace;
    }

    /** The set whose data runs now; null after an undo. */
    @Exported
    public String getSet() {
        return set;
    }

    /** The rights that it worked with: {@code namespace} or {@code cluster}. */
    @Exported
    public String getProfile() {
        return profile;
    }

    /** From when on writes were discarded, in ms since the epoch; null when none were. */
    @Exported
    public Long getDiscardedFrom() {
        return discardedFrom;
    }

    /** Until when, in ms since the epoch. */
    @Exported
    public Long getDiscardedTo() {
        return discardedTo;
    }

    public String getDiscardedFromTime() {
        return text(discardedFrom);
    }

    public String getDiscardedToTime() {
        return text(discardedTo);
    }

    /** How long the window of discarded writes is; null when it is not known. */
    public String getDiscardedText() {
        return discardedFrom == null || discardedTo == null ? null : Elapsed.text(discardedTo - discardedFrom);
    }

    /** When what was replaced may be removed, in ms since the epoch; null when nothing was replaced. */
    @Exported
    public Long getKeptUntil() {
        return keptUntil;
    }

    public Date getKeptUntilDate() {
        return keptUntil == null ? null : new Date(keptUntil);
    }

    @Exported
    public List<RestoredClaim> getClaims() {
        return List.copyOf(claims);
    }

    /** The step that takes it back; null when nothing was replaced. */
    @Exported
    public String getUndoLine() {
        return undoLine;
    }
}
