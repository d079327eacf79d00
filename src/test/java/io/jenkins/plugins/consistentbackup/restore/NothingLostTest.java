package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sequences at random of writes, backups, restores, undos, removals and accidents, against a model of what was written:
 * each word that was written to a volume is in a copy that can be reached, until somebody removes that copy on purpose;
 * and the workload runs on what was asked for last. {@code restore.seed} repeats a sequence.
 */
class NothingLostTest {
    private static final int STEPS = 15;

    @Test
    void everyWordHasACopyWhateverHappens() {
        live(8);
    }

    @Tag("soak")
    @Test
    void everyWordHasACopyWhateverHappensForLong() {
        live(Integer.getInteger("restore.sequences", 2000));
    }

    private static void live(final int sequences) {
        long seed = Long.getLong("restore.seed", System.nanoTime());
        Tally tally = new Tally();
        for (int i = 0; i < sequences; i++) {
            Random random = new Random(seed + i);
            Profile profile = Profile.values()[i % 2];
            String storageClass = i / 2 % 2 == 0 ? "now" : "late";
            try (EventfulLife life = new EventfulLife(profile, storageClass, random, seed + i, tally)) {
                for (int step = 0; step < STEPS; step++) {
                    life.step();
                }
            }
        }
        System.out.printf("nothing lost (seed %d): %d sequences, %s%n", seed, sequences, tally);
    }

    /** What was done, for people. */
    static final class Tally {
        int writes;
        int backups;
        int restores;
        int undos;
        int removals;
        int accidents;

        @Override
        public String toString() {
            return "%d writes, %d backups, %d restores, %d undos, %d removals, %d accidents"
                    .formatted(writes, backups, restores, undos, removals, accidents);
        }
    }
}
