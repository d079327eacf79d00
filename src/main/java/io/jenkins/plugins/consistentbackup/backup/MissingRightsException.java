package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.cluster.Right;
import io.jenkins.plugins.consistentbackup.cluster.RoleText;
import java.util.List;
import java.util.stream.Collectors;

/** Rights are missing; the message names each and holds the Role that would grant them. */
public final class MissingRightsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Right> missing;

    MissingRightsException(final String namespace, final List<Right> missing) {
        super("rights are missing in namespace " + namespace + ": "
                + missing.stream().map(Right::toString).collect(Collectors.joining(", "))
                + "\nthis Role would grant them:\n" + RoleText.of("consistent-backup", namespace, missing));
        this.missing = List.copyOf(missing);
    }

    /** What is missing. */
    public List<Right> missing() {
        return missing == null ? List.of() : missing;
    }
}
