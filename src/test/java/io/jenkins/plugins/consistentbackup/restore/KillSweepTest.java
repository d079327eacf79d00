package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.phase.PhaseRun;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A restore is killed at each of its writes, with and without that write's effect, and another process goes on with it
 * or takes it back, from what the cluster says alone. The fake cluster is the model of where each copy of the data is.
 */
class KillSweepTest {
    private static final int WATCHED = 2;

    private enum Then {
        RESUME,
        TAKE_BACK,
        /** Taking back is killed as well, and begun again. */
        TAKE_BACK_TWICE
    }

    @ParameterizedTest
    @CsvSource({"CLUSTER, RESUME", "CLUSTER, TAKE_BACK", "NAMESPACE, RESUME", "NAMESPACE, TAKE_BACK"})
    void survivesDeathAtEachWrite(final Profile profile, final Then then) {
        int write = 1;
        while (killedAt(profile, write, true, then) && killedAt(profile, write, false, then)) {
            write++;
        }
        assertThat(write).as("writes of a restore").isGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource({"CLUSTER", "NAMESPACE"})
    void survivesDeathWhileItIsTakenBack(final Profile profile) {
        int write = 3;
        while (killedAt(profile, write, write % 2 == 0, Then.TAKE_BACK_TWICE)) {
            write += 4;
        }
        assertThat(write).as("writes of a restore").isGreaterThan(20);
    }

    /** One run; false when it ended before that write. */
    private static boolean killedAt(final Profile profile, final int write, final boolean counts, final Then then) {
        try (Shop shop = new Shop("now", true)) {
            RestoreState state = RestorerTest.plan(shop, shop.restore(profile)).begin();
            if (!runsUntilDeath(shop, state, write, counts)) {
                return false;
            }
            String where = profile + " killed at write " + write + (counts ? " (done)" : " (not done)") + " in phase "
                    + state.getPhase();
            assertNothingLost(shop, where);
            Optional<RestoreState> found = shop.restorer(shop.cluster).recorded(Shop.NAMESPACE).join().stream()
                    .findFirst();
            if (then == Then.RESUME && found.isPresent()) {
                resume(shop, found.get());
            } else if (found.isPresent() && !found.get().ended()) {
                takeBack(shop, then, where);
            }
            assertSettled(shop, found, then, where);
            return true;
        }
    }

    private static boolean runsUntilDeath(
            final Shop shop, final RestoreState state, final int write, final boolean counts) {
        MortalCluster mortal = new MortalCluster(shop.cluster, write, counts);
        PhaseRun<RestoreState> run = shop.restorer(mortal).run(state, Journal.none(), shop.log::add);
        CompletableFuture<RestoreState> result = run.start().result();
        CompletableFuture.anyOf(mortal.died(), result)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        return !result.isDone();
    }

    private static void resume(final Shop shop, final RestoreState found) {
        shop.restorer(shop.cluster)
                .run(found, Journal.none(), shop.log::add)
                .resume()
                .result()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static void takeBack(final Shop shop, final Then then, final String where) {
        int write = 1;
        while (then == Then.TAKE_BACK_TWICE && unfinished(shop)) {
            shop.expireLease();
            if (!runsUntilDeath(shop, undo(shop), write, write % 2 == 0)) {
                break;
            }
            assertNothingLost(shop, where + ", taken back until write " + write);
            write++;
        }
        if (unfinished(shop)) {
            shop.expireLease();
            RestorerTest.run(shop, undo(shop));
        }
    }

    private static boolean unfinished(final Shop shop) {
        List<RestoreState> records =
                shop.restorer(shop.cluster).recorded(Shop.NAMESPACE).join();
        return !records.isEmpty() && !records.get(0).ended();
    }

    private static RestoreState undo(final Shop shop) {
        RestoreRequest like = shop.restore(Profile.CLUSTER);
        return shop.restorer(shop.cluster)
                .plan(new UndoRequest(Shop.NAMESPACE, UndoRequest.LATEST, "root@rescue", like.choices(), like.limits()))
                .orTimeout(10, TimeUnit.SECONDS)
                .join()
                .begin();
    }

    private static void assertNothingLost(final Shop shop, final String where) {
        assertThat(shop.copies("old")).as("copies of the old data, " + where).isGreaterThanOrEqualTo(WATCHED);
        assertThat(shop.copies("set")).as("copies of the set's data, " + where).isGreaterThanOrEqualTo(WATCHED);
        assertThat(shop.cluster.controllers().violations).as(where).isEmpty();
    }

    private static void assertSettled(
            final Shop shop, final Optional<RestoreState> found, final Then then, final String where) {
        assertNothingLost(shop, where);
        boolean restored =
                found.isPresent() && (then == Then.RESUME || found.get().ended());
        assertThat(shop.data()).as(where).containsOnly(restored ? "set prepared written" : "old written");
        RestorerTest.assertUntouched(shop, true);
    }
}
