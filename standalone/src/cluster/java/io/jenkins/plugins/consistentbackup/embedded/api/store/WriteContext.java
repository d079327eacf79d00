package io.jenkins.plugins.consistentbackup.embedded.api.store;

import java.util.Objects;

/**
 * Who writes, and whether for real.
 *
 * @param manager the field manager that managedFields name
 * @param dryRun everything is checked and answered as if it had happened, nothing is kept
 */
public record WriteContext(String manager, boolean dryRun) {

    public WriteContext {
        Objects.requireNonNull(manager, "manager");
    }

    public static WriteContext of(String manager) {
        return new WriteContext(manager, false);
    }
}
