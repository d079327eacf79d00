package io.jenkins.plugins.consistentbackup.pipeline;

import io.jenkins.plugins.consistentbackup.restore.RestoreReport;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** What {@code restoreSnapshot} returns. Instants are text as in ISO 8601, or null where there is none. */
public final class RestoreResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final String namespace;
    private final String set;
    private final String discardedFrom;
    private final String discardedTo;
    private final String keptUntil;
    private final ArrayList<String> claims = new ArrayList<>();

    RestoreResult(final RestoreReport report) {
        id = report.id();
        namespace = report.namespace();
        set = report.set().orElse(null);
        discardedFrom = report.discardedFrom().map(Object::toString).orElse(null);
        discardedTo = report.discardedTo().map(Object::toString).orElse(null);
        keptUntil = report.keptUntil().map(Object::toString).orElse(null);
        report.claims().forEach(claim -> claims.add(claim.name()));
    }

    /** The restore's own id, by which it can be undone. */
    @Whitelisted
    public String getId() {
        return id;
    }

    @Whitelisted
    public String getNamespace() {
        return namespace;
    }

    /** Id of the set whose data runs now. */
    @Whitelisted
    public String getSet() {
        return set;
    }

    /** From when on writes were discarded; null for a clone. */
    @Whitelisted
    public String getDiscardedFrom() {
        return discardedFrom;
    }

    /** Until when writes were discarded; null for a clone. */
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

    /** The id, so that a script can print the result. */
    @Whitelisted
    @Override
    public String toString() {
        return id;
    }
}
