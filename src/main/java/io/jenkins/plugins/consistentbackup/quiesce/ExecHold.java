package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecEnd;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecListener;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecSession;
import io.jenkins.plugins.consistentbackup.quiesce.HoldProtocol.Heard;
import io.jenkins.plugins.consistentbackup.quiesce.HoldProtocol.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One hold over one exec session. Everything that comes in (lines, timers, calls) is handled in {@link Turns}. */
final class ExecHold implements Hold, ExecListener {
    /** How long the connection, the shell and the client may take until the watchdog is armed. */
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    /** How long the end of the exec is waited for after the client's, because it brings the rest of its errors. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    /** Signs of life in a heartbeat, so that one may be lost. */
    private static final int BEATS = 3;

    private static final String UNPROVED = "the lock was not proved";

    private final HoldRequest request;
    private final HoldTimers timers;
    private final HoldProtocol protocol = new HoldProtocol();
    private final ErrorTail errors = new ErrorTail();
    private final long startNanos = System.nanoTime();
    private final HoldOutcome outcome = new HoldOutcome();
    private final Proofs proofs = new Proofs();
    private final CompletableFuture<String> firstProof = new CompletableFuture<>();
    private final Turns turns = new Turns(e -> fail("the connection is gone: " + e.getMessage()));

    private ExecSession session;
    private HoldException failure;
    /** What the client's end means; asked as late as possible, because its errors come beside. */
    private Supplier<String> clientEnd;

    private long sentNanos;

    ExecHold(final HoldRequest request, final ScheduledExecutorService timer) {
        this.request = request;
        this.timers = new HoldTimers(timer);
        boolean isShort = request.deadline().compareTo(START_LIMIT) < 0;
        in(isShort ? request.deadline() : START_LIMIT, Stage.STARTING, "the holder script did not start");
    }

    /** Completes when the lock is held and proved. */
    CompletableFuture<Hold> held() {
        return outcome.held;
    }

    /** The session is open: sends the script. */
    void opened(final ExecSession opened, final String script) {
        turns.take(() -> {
            session = opened;
            if (failure == null) {
                session.send(script);
                timers.every(request.heartbeat().dividedBy(BEATS), () -> turns.take(this::beat));
            } else {
                session.close();
            }
        });
    }

    /** The session could not be opened. */
    void refused(final Throwable cause) {
        turns.take(() -> fail("no connection to the container: " + cause.getMessage()));
    }

    @Override
    public HoldRequest request() {
        return request;
    }

    @Override
    public long sentNanos() {
        return turns.look(() -> sentNanos);
    }

    @Override
    public String proof() {
        return firstProof.join();
    }

    @Override
    public CompletableFuture<String> prove() {
        CompletableFuture<String> proof = new CompletableFuture<>();
        turns.take(() -> {
            if (!refuses(proof)) {
                ping(proof);
            }
        });
        return proof;
    }

    @Override
    public CompletableFuture<Released> release() {
        turns.take(() -> {
            if (protocol.stage() == Stage.HELD) {
                session.send(protocol.release());
                in(untilDeadline(), Stage.RELEASING, "the release was not confirmed");
            } else {
                refuses(outcome.released);
            }
        });
        return outcome.released.copy();
    }

    @Override
    public CompletableFuture<Void> proveRetained() {
        turns.take(() -> {
            if (!refuses(outcome.retained)) {
                session.send(protocol.retained());
                in(request.heartbeat(), Stage.PROVING_RETAINED, "whether the log is still there was not answered");
            }
        });
        return outcome.retained.copy();
    }

    @Override
    public CompletableFuture<Void> end() {
        if (stage() == Stage.HELD || stage() == Stage.RELEASING) {
            return release().thenCompose(done -> end());
        }
        if (stage() == Stage.PROVING_RETAINED) {
            return outcome.retained.handle((done, failed) -> null).thenCompose(done -> end());
        }
        turns.take(() -> {
            if (protocol.stage() == Stage.RELEASED || protocol.stage() == Stage.RETAINED) {
                session.send(protocol.end());
                in(request.heartbeat(), Stage.ENDING, "the end was not confirmed");
            } else if (!outcome.isReleased()) {
                fail("it was ended before the lock was held");
                refuses(outcome.ended);
            }
        });
        return outcome.ended.copy();
    }

    @Override
    public CompletableFuture<HoldException> lost() {
        return outcome.lost.copy();
    }

    @Override
    public void output(final String line) {
        turns.take(() -> heard(protocol.hear(line)));
    }

    @Override
    public void error(final String line) {
        turns.take(() -> errors.add(line));
    }

    @Override
    public void ended(final ExecEnd end) {
        turns.take(() -> {
            if (protocol.stage() != Stage.ENDED) {
                fail(clientEnd != null ? clientEnd.get() : "the holder script ended (" + end + ")" + errors);
            }
        });
    }

    private void heard(final Heard heard) {
        if (heard instanceof Heard.Armed) {
            sentNanos = System.nanoTime();
            // The first proof is asked for in the same breath: the freeze has no room for another way there and back.
            proofs.asked(firstProof);
            session.send(protocol.acquire() + protocol.ping());
            in(request.budget(), Stage.ACQUIRING, "the lock was not got within the budget");
        } else if (heard instanceof Heard.Ready) {
            Duration rest = request.budget().minusNanos(System.nanoTime() - sentNanos);
            in(rest, Stage.HELD, "it was held for longer than the budget of " + HoldMessages.seconds(request.budget()));
            in(request.heartbeat(), () -> proofs.awaits(firstProof), UNPROVED);
        } else if (heard instanceof Heard.Proof proof) {
            proved(proof.text());
        } else if (heard instanceof Heard.Released done) {
            long heldMillis = (System.nanoTime() - sentNanos) / 1_000_000;
            Released result = new Released(heldMillis, done.captured(), errors.lines());
            turns.later(() -> outcome.released.complete(result));
        } else if (heard instanceof Heard.Retained) {
            turns.later(() -> outcome.retained.complete(null));
        } else if (heard instanceof Heard.Ended) {
            stop();
            turns.later(() -> outcome.ended.complete(null));
        } else if (heard instanceof Heard.ClientEnded client) {
            Stage when = protocol.stage();
            clientEnd = () -> HoldMessages.clientEnded(request, client.status(), when, errors);
            timers.in(LAST_WORDS, () -> turns.take(() -> fail(clientEnd.get())));
        } else if (heard instanceof Heard.Failure failed) {
            fail(failed.why());
        }
    }

    private void proved(final String text) {
        if (proofs.accepts(text)) {
            CompletableFuture<String> proof = proofs.answered();
            turns.later(() -> proof.complete(text));
            if (proof == firstProof) {
                turns.later(() -> outcome.held.complete(this));
            }
        } else {
            fail(HoldMessages.otherLock(proofs.first(), text));
        }
    }

    private void beat() {
        Stage stage = protocol.stage();
        if (stage == Stage.HELD && !protocol.awaitsProof()) {
            ping(new CompletableFuture<>());
        } else if (stage != Stage.ENDED && stage != Stage.FAILED) {
            session.send(protocol.beat());
        }
    }

    private void ping(final CompletableFuture<String> proof) {
        proofs.asked(proof);
        session.send(protocol.ping());
        in(request.heartbeat(), () -> proofs.awaits(proof), UNPROVED);
    }

    /** Fails when the hold is still where it is now after some time. */
    private void in(final Duration limit, final Stage stage, final String why) {
        in(limit, () -> protocol.stage() == stage, why);
    }

    private void in(final Duration limit, final BooleanSupplier stillSo, final String why) {
        timers.in(
                limit,
                () -> turns.take(() -> {
                    if (stillSo.getAsBoolean()) {
                        fail(why + " (" + HoldMessages.seconds(limit) + ")" + errors);
                    }
                }));
    }

    /** Whether the hold is over, and the future with it. */
    private boolean refuses(final CompletableFuture<?> future) {
        if (failure != null) {
            HoldException why = failure;
            turns.later(() -> future.completeExceptionally(why));
        }
        return failure != null;
    }

    private void fail(final String why) {
        if (failure != null || protocol.stage() == Stage.ENDED) {
            return;
        }
        boolean wasHeld = outcome.held.isDone();
        failure = new HoldException(HoldMessages.failed(request, wasHeld, why));
        HoldException reason = failure;
        boolean ending = protocol.stage() == Stage.ENDING;
        protocol.fail();
        stop();
        List<CompletableFuture<String>> unproved = proofs.abandon();
        turns.later(() -> {
            unproved.forEach(proof -> proof.completeExceptionally(reason));
            outcome.failed(reason, ending);
        });
    }

    /** Closing the connection is what makes the container end the hold at once; its timers are for when it does not. */
    private void stop() {
        timers.stop();
        if (session != null) {
            session.close();
        }
    }

    private Stage stage() {
        return turns.look(protocol::stage);
    }

    private Duration untilDeadline() {
        return request.deadline().minusNanos(System.nanoTime() - startNanos);
    }
}
