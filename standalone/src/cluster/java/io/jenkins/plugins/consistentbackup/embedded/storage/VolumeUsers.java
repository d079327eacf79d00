package io.jenkins.plugins.consistentbackup.embedded.storage;

import java.util.Collection;
import java.util.Set;

/** Tells which processes write to volumes. The node knows; the driver asks when it has to stop them for a copy. */
@FunctionalInterface
public interface VolumeUsers {
    /** The first processes (pids on the host) of all running containers of pods that have one of these volumes mounted. */
    Collection<Long> processesUsing(Set<String> volumeHandles);
}
