package io.jenkins.plugins.consistentbackup.pipeline;

import io.jenkins.plugins.consistentbackup.restore.RestoreReport;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/**
 * What {@code restoreSnapshot} and {@code undoRestore} return. Its id is by which it can be undone. Instants are text as in
 * ISO 8601, or null where there is none.
 */
public final class RestoreResult extends Identified {
    private static final long serialVersionUID = 1L;

    private final String set;
    private final String discardedFrom;
    private final String discardedTo;
    private final String keptUntil;
    private final ArrayList<String> claims = new ArrayList<>();

    RestoreResult(final RestoreReport report) {
        super(report.id(), report.namespace());
        set = report.set().orElse(null);
        discardedFrom = report.discardedFrom().map(Object::toString).orElse(null);
        discardedTo = report.discardedTo().map(Object::toString).orElse(null);
        keptUntil = report.keptUntil().map(Object::toString).orElse(null);
        report.claims().forEach(claim -> claims.add(claim.name()));
    }

    /** Id of the set whose data runs now; null after an undo. */
    @Whitelisted
    public String getSet() {
        return set;
    }

    /** From when on writes were discarded; null for a clone and an undo. */
    @Whitelisted
    public String getDiscardedFrom() {
        return discardedFrom;
    }

    /** Until when writes were discarded; null for a clone and an undo. */
    @Whitelisted
    public String getDiscardedTo() {
        return discardedTo;
    }

    /** When what was replaced may be removed; null for a clone. */
    @Whitelisted
    public String getKeptUntil() {
        return keptUntil;
    }

    /** Names of the claims that were filled. */
    @Whitelisted
    public List<String> getClaims() {
        return new ArrayList<>(claims);
    }
}
