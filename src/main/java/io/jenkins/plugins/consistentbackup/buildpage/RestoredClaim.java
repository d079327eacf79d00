package io.jenkins.plugins.consistentbackup.buildpage;

import io.jenkins.plugins.consistentbackup.restore.RestoreReport;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What became of a claim in a restore. */
@ExportedBean(defaultVisibility = 3)
public final class RestoredClaim {
    private final String name;
    private final String source;
    private final String kept;

    private RestoredClaim(final RestoreReport.Claim claim) {
        name = claim.name();
        source = claim.source();
        kept = claim.kept().orElse(null);
    }

    static RestoredClaim of(final RestoreReport.Claim claim) {
        return new RestoredClaim(claim);
    }

    @Exported
    public String getName() {
        return name;
    }

    /** What it was filled from: {@code snapshot NAME} or {@code volume NAME}. */
    @Exported
    public String getSource() {
        return source;
    }

    /** Where the replaced data is: {@code volume NAME} or {@code snapshot NAME}; null when none was replaced. */
    @Exported
    public String getKept() {
        return kept;
    }
}
