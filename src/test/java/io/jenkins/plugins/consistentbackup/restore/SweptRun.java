package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One run of an operation with an accident on its way, and what other processes do about it. */
final class SweptRun implements AutoCloseable {
    private static final long LIMIT_SECONDS = 20;

    private final SweptOperation operation;
    private final Profile profile;
    private final Shop shop;
    private final RestoreState state;
    private CompletableFuture<RestoreState> result;
    private String where;

    SweptRun(final SweptOperation operation, final Profile profile, final String storageClass) {
        this.operation = operation;
        this.profile = profile;
        shop = new Shop(storageClass, true);
        state = operation.begin(shop, profile);
    }

    /**
     * Runs it, with accidents.
     *
     * @return whether there was one
     */
    boolean meets(final Accident accident, final Set<Integer> writes) {
        return meets(new AccidentalCluster(shop.cluster, accident, writes), accident + " at write " + writes);
    }

    /**
     * Runs it with a write that gets no answer and takes effect later.
     *
     * @param requests right before which request after it
     * @return whether it has so many writes
     */
    boolean meetsLate(final int write, final int requests) {
        return meets(
                AccidentalCluster.late(shop.cluster, write, requests),
                "write " + write + " takes effect before the request that is the " + requests + ". after it");
    }

    /**
     * Runs it with a write that is refused, so that it is taken back, and another one that takes effect later.
     *
     * @param write of those that are not refused
     * @return whether it has so many writes
     */
    boolean meetsLate(final int refused, final int write, final int requests) {
        AccidentalCluster refusing = new AccidentalCluster(shop.cluster, Accident.FORBIDDEN, Set.of(refused));
        AccidentalCluster tardy = AccidentalCluster.late(refusing.seen(), write, requests);
        where = operation + " in the profile " + profile + ", write " + refused + " is refused, and write " + write
                + " takes effect before the request that is the " + requests + ". after it";
        result = ended(tardy, state);
        return tardy.happened();
    }

    /**
     * Runs it with a write that is refused, so that it is taken back, and with an accident there.
     *
     * @param request at which request after the refused write
     * @return whether it has so many requests
     */
    boolean meetsWhileTakenBack(final int refused, final Accident accident, final int request) {
        AccidentalCluster refusing = new AccidentalCluster(shop.cluster, Accident.FORBIDDEN, Set.of(refused));
        AccidentalCluster again = AccidentalCluster.after(refusing, accident, request);
        where = operation + " in the profile " + profile + ", write " + refused + " is refused, and " + accident
                + " at the " + request + ". request after it";
        result = ended(again, state);
        return again.happened();
    }

    private boolean meets(final AccidentalCluster accidental, final String what) {
        where = operation + " in the profile " + profile + ", " + what;
        result = run(accidental, state);
        return accidental.happened();
    }

    private CompletableFuture<RestoreState> run(final AccidentalCluster accidental, final RestoreState begun) {
        CompletableFuture<RestoreState> run = ended(accidental, begun);
        if (!accidental.happened()) {
            assertThat(run).as(where + ": nothing happened").isCompleted();
        }
        return run;
    }

    private CompletableFuture<RestoreState> ended(final AccidentalCluster accidental, final RestoreState begun) {
        CompletableFuture<RestoreState> run = shop.restorer(accidental.seen())
                .run(begun, Journal.none(), shop.log::add)
                .start()
                .result();
        CompletableFuture<Void> ended = run.handle((after, failure) -> null);
        CompletableFuture.anyOf(accidental.died(), ended)
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
        if (accidental.happened()) {
            where += " (" + accidental.victim() + "), in phase " + begun.getPhase()
                    + (begun.getFailure() == null ? "" : ": " + begun.getFailure());
            operation.assertNothingLost(shop, where);
        }
        return run;
    }

    /** What the cluster remembers of the run; nothing when it had changed nothing. */
    private Optional<RestoreState> recorded() {
        return shop.restorer(shop.cluster).recorded(operation.namespace()).join().stream()
                .filter(found -> found.id().equals(state.id()))
                .findFirst();
    }

    /** Another process goes on with it. */
    void resume() {
        Optional<RestoreState> found = recorded();
        found.ifPresent(left -> shop.restorer(shop.cluster)
                .run(left, Journal.none(), shop.log::add)
                .resume()
                .result()
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .join());
    }

    /** Another process takes it back, if it has not ended. */
    void takeBack() {
        if (unfinished()) {
            shop.expireLease();
            RestorerTest.run(shop, undo());
        }
    }

    /** Processes take it back, and to each the same happens, to the first at its first write, and so on. */
    void takeBackWith(final Accident accident) {
        for (int write = 1; unfinished(); write++) {
            shop.expireLease();
            where += "; taken back, " + accident + " at write " + write;
            AccidentalCluster accidental = new AccidentalCluster(shop.cluster, accident, Set.of(write));
            run(accidental, undo());
            if (!accidental.happened()) {
                break;
            }
        }
    }

    /** The end that the cluster remembers is the one that is there, and nothing is left over. */
    void assertSettled() {
        operation.assertNothingLost(shop, where);
        assertThat(unfinished())
                .as(where + ": has not ended, and said " + shop.log)
                .isFalse();
        assertThat(shop.cluster.storage().free())
                .as(where + ": volumes that the next claim of their name would get")
                .isEmpty();
        boolean succeeded = recorded().filter(RestoreState::succeeded).isPresent();
        if (result.isDone()) {
            assertThat(succeeded)
                    .as(where + ": what the run said, and what it wrote down")
                    .isEqualTo(!result.isCompletedExceptionally());
        }
        if (succeeded) {
            operation.assertDone(shop, where);
        } else {
            operation.assertTakenBack(shop, where);
        }
        RestorerTest.assertUntouched(shop, true);
    }

    /** A run that was taken back has said so: the try that wrote its end down is the one that knew. */
    void assertToldThatItWasTakenBack() {
        if (!"lease".equals(state.getPhase()) && result.isCompletedExceptionally()) {
            assertThat(shop.log)
                    .as(where)
                    .anyMatch(line -> line.contains("  taken back: ") || line.contains("  removed what was made "));
        }
    }

    private boolean unfinished() {
        return recorded().filter(found -> !found.ended()).isPresent();
    }

    private RestoreState undo() {
        return RestorerTest.plan(shop, shop.undo(operation.namespace(), state.id(), profile))
                .begin();
    }

    @Override
    public void close() {
        shop.close();
    }
}
