package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import java.util.List;

/**
 * What came of one run.
 *
 * @param round the run
 * @param outcome what the engine said
 * @param requests what it asked the cluster, in order
 * @param met requests that met one of the planned faults, and which
 * @param lease what it left of its Lease
 * @param broken which promises do not hold, and then what the engine said; empty when all hold
 * @param cluster its connection, still open: nothing may go on over it any more
 */
record RunResult(
        Round round,
        Outcome outcome,
        List<Target> requests,
        List<String> met,
        LeftLease lease,
        List<String> broken,
        Cluster cluster) {}
