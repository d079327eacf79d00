package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * Goes through the writes of an operation and the accidents that may happen at each, with claims that are bound at once
 * and at first use. Whole with the tag {@code soak}; every build has time for a part.
 *
 * @param whole everything with everything; otherwise the classes of storage take turns
 * @param stride between two writes
 * @param turns in so many turns, one at each write, all accidents have their go; 1 for all at each write
 */
record Sweep(boolean whole, int stride, int turns) {
    private static final List<String> STORAGE_CLASSES = List.of("now", "late");
    private static final int LEAST_WRITES = 14;

    static Sweep everything() {
        return new Sweep(true, 1, 1);
    }

    static Sweep everyWrite(final int turns) {
        return new Sweep(false, 1, turns);
    }

    static Sweep someWrites(final int stride, final int turns) {
        return new Sweep(false, stride, turns);
    }

    /** One run with an accident at a write. */
    interface Body {
        /** @return whether it happened; not so when the operation has fewer writes */
        boolean meets(int write, Accident accident, String storageClass);
    }

    void over(final String what, final List<Accident> accidents, final Body body) {
        int runs = 0;
        for (String storageClass : STORAGE_CLASSES) {
            int write = 1;
            boolean met = true;
            for (int turn = 0; met; turn++, write += stride) {
                if (!whole && turn % STORAGE_CLASSES.size() != STORAGE_CLASSES.indexOf(storageClass)) {
                    continue;
                }
                for (int i = turn / STORAGE_CLASSES.size() % turns; i < accidents.size(); i += turns) {
                    met &= body.meets(write, accidents.get(i), storageClass);
                    runs++;
                }
            }
            assertThat(write).as("writes of " + what).isGreaterThan(LEAST_WRITES);
        }
        System.out.println("swept " + what + ": " + runs + " runs");
    }
}
