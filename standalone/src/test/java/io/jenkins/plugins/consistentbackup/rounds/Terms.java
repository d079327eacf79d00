package io.jenkins.plugins.consistentbackup.rounds;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest.Grouping;
import io.jenkins.plugins.consistentbackup.demo.load.RowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * On which terms a server's rounds are gone and judged.
 *
 * @param skew by how much later than the others a claim is cut, by its name
 * @param asking what else is asked of a backup that holds the server
 * @param promised every row that was acknowledged before this instant must be in a held copy
 * @param beside what else is written all the time, for the port on which the server listens
 * @param hopeless what the server's log has when it will never start on a copy; empty when nothing says so
 * @param grouping whether the volumes may be cut by one group snapshot, which knows no skew
 */
record Terms(
        Map<String, Duration> skew,
        UnaryOperator<BackupRequest> asking,
        Function<BackupReport, Instant> promised,
        Optional<IntFunction<RowStore>> beside,
        String hopeless,
        Grouping grouping) {

    /** All volumes are cut as fast as they can be, the usual is asked, and the first cut is what counts. */
    static final Terms USUAL = new Terms(
            Map.of(), UnaryOperator.identity(), BackupReport::firstCutRequested, Optional.empty(), "", Grouping.AUTO);

    Terms withSkew(final String claim, final Duration later) {
        return new Terms(Map.of(claim, later), asking, promised, beside, hopeless, grouping);
    }

    Terms asking(final UnaryOperator<BackupRequest> more) {
        return new Terms(skew, more, promised, beside, hopeless, grouping);
    }

    /** The template promises no more than what was acknowledged before it began to flush. */
    Terms promisingWhatWasThereBeforeTheFlush() {
        return new Terms(skew, asking, Terms::beginOfTheHold, beside, hopeless, grouping);
    }

    Terms beside(final IntFunction<RowStore> more) {
        return new Terms(skew, asking, promised, Optional.of(more), hopeless, grouping);
    }

    Terms hopelessAt(final String word) {
        return new Terms(skew, asking, promised, beside, word, grouping);
    }

    Terms cutOneByOne() {
        return new Terms(skew, asking, promised, beside, hopeless, Grouping.NEVER);
    }

    private static Instant beginOfTheHold(final BackupReport report) {
        return report.phases().stream()
                .filter(phase -> phase.phase().equals("hold"))
                .findFirst()
                .orElseThrow()
                .begun();
    }
}
