package io.jenkins.plugins.consistentbackup.snapshot;

import java.util.Set;

/**
 * The CSI drivers of which an administrator says that they cut a volume at one instant. CSI itself does not tell, and a
 * copy of a live volume that is not atomic may start and be corrupt, so what is not named here does not count. Nothing
 * is built in.
 *
 * @param names driver names, exactly
 */
public record AtomicDrivers(Set<String> names) {
    public static final AtomicDrivers NONE = new AtomicDrivers(Set.of());

    public AtomicDrivers {
        names = Set.copyOf(names);
    }

    public boolean contains(final String driver) {
        return names.contains(driver);
    }
}
