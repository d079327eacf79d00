package io.jenkins.plugins.consistentbackup.rounds;

import io.jenkins.plugins.consistentbackup.demo.load.Stalls;
import io.jenkins.plugins.consistentbackup.demo.load.Verdict;
import java.util.Optional;

/**
 * What a round came to.
 *
 * @param verdict of the restored data; absent when it did not come up
 * @param failure why it did not come up
 * @param lacking what it lacks of the rows that were acknowledged before the first cut
 * @param freezeMillis how long writes were blocked, as the engine reports it
 * @param heldMillis how long it was held
 * @param stalls how long the clients waited meanwhile
 */
record Round(
        Optional<Verdict> verdict, String failure, Lacking lacking, long freezeMillis, long heldMillis, Stalls stalls) {

    /** Whether the restored data is what it must be. */
    boolean kept() {
        return verdict.map(Verdict::kept).orElse(false);
    }

    /** What is wrong with the restored data. */
    String broken() {
        return verdict.map(Verdict::broken).orElse(failure);
    }
}
