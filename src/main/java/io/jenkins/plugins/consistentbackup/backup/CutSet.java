package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.Artefact;
import io.jenkins.plugins.consistentbackup.catalog.HeldContainer;
import io.jenkins.plugins.consistentbackup.snapshot.Cut;
import java.time.Instant;
import java.util.List;

/**
 * What was held, cut and captured, once everything is released: all that is left to do is to wait for the storage.
 *
 * @param holds how each container was held, in the order of their acquisition
 * @param cuts all snapshots
 * @param artefacts what the templates captured
 * @param firstRequested when the first cut was requested
 * @param lastObserved when the last cut, trailing ones included, was observed
 * @param output what the scripts of each hold have written to standard error, in the order of the holds
 */
record CutSet(
        List<HeldContainer> holds,
        List<Cut> cuts,
        List<Artefact> artefacts,
        Instant firstRequested,
        Instant lastObserved,
        List<List<String>> output) {}
