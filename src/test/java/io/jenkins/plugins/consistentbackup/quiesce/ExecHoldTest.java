package io.jenkins.plugins.consistentbackup.quiesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecEnd;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecSession;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The orchestrator's side of a hold, with a container that says what the test wants. */
class ExecHoldTest {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final List<String> sent = new ArrayList<>();
    private boolean closed;
    private boolean broken;
    private ExecHold hold;

    private final ExecSession session = new ExecSession() {
        @Override
        public void send(final String text) {
            if (broken) {
                throw new ClusterException(Reason.LOST, "broken pipe");
            }
            sent.add(text.strip());
        }

        @Override
        public void close() {
            closed = true;
        }
    };

    @BeforeEach
    void start() {
        timer.setRemoveOnCancelPolicy(true);
        Duration minute = Duration.ofMinutes(1);
        HoldRequest request = new HoldRequest(
                "id",
                LocalContainer.REF,
                TemplateLibrary.builtIn().named("mariadb"),
                Map.of(),
                Duration.ofSeconds(1),
                minute.minusSeconds(1),
                minute,
                minute);
        hold = new ExecHold(request, timer);
        hold.opened(session, "script");
    }

    @AfterEach
    @AfterProperty
    void stop() {
        timer.shutdownNow();
    }

    private void say(final String... lines) {
        for (String line : lines) {
            hold.output(line);
        }
    }

    private void held() {
        say("ARMED", "READY", "PONG 1 session 7");
    }

    private static void fails(final CompletableFuture<?> future, final String why) {
        assertThat(future).isCompletedExceptionally();
        assertThatThrownBy(future::join).hasCauseInstanceOf(HoldException.class).hasMessageContaining(why);
    }

    @Test
    void lockIsAskedForWhenTheWatchdogIsArmed() {
        assertThat(sent).containsExactly("script");
        say("ARMED");
        assertThat(sent).containsExactly("script", "ACQUIRE\nPING 1");
        assertThat(hold.held()).isNotDone();
        say("READY");
        assertThat(hold.held()).as("not proved yet").isNotDone();
        say("PONG 1 session 7");
        assertThat(hold.held()).isCompletedWithValue(hold);
        assertThat(hold.proof()).isEqualTo("session 7");
    }

    @Test
    void lockThatIsNotProvedIsNoHold() {
        say("ARMED", "PONG 1 session 7");
        fails(hold.held(), "unexpected while ACQUIRING: PONG 1");
    }

    @Test
    void releaseIsAskedForBehindTheLastProof() {
        held();
        CompletableFuture<String> proof = hold.prove();
        CompletableFuture<Hold.Released> released = hold.release();
        assertThat(sent).endsWith("PING 2", "RELEASE");
        say("PONG 2 session 7", "RELEASED");
        assertThat(proof).isCompletedWithValue("session 7");
        assertThat(released).isCompleted();
    }

    @Test
    void releaseOfALockThatWasAnotherOneIsNone() {
        held();
        CompletableFuture<String> proof = hold.prove();
        CompletableFuture<Hold.Released> released = hold.release();
        say("PONG 2 session 8", "RELEASED");
        fails(proof, "session 8");
        fails(released, "session 8");
    }

    @Test
    void everyFutureFailsWithTheHold() {
        held();
        CompletableFuture<String> first = hold.prove();
        CompletableFuture<String> second = hold.prove();
        say("PONG 2 session 7", "nonsense");

        assertThat(first).isCompletedWithValue("session 7");
        fails(second, "unexpected while HELD: nonsense");
        fails(hold.prove(), "was lost");
        fails(hold.release(), "was lost");
        fails(hold.proveRetained(), "was lost");
        fails(hold.end(), "was lost");
        assertThat(hold.lost()).isCompleted();
        assertThat(closed).isTrue();
        assertThat(timer.getQueue()).as("timers").isEmpty();
    }

    @Test
    void otherProofIsAnotherLock() {
        held();
        CompletableFuture<String> first = hold.prove();
        CompletableFuture<String> second = hold.prove();
        say("PONG 2 session 7", "PONG 3 session 8");

        assertThat(first).isCompletedWithValue("session 7");
        assertThat(hold.lost().join()).hasMessageContaining("its proof was \"session 7\" and is \"session 8\"");
        fails(second, "session 8");
    }

    @Test
    void brokenConnectionIsTheEndOfTheHold() {
        held();
        broken = true;
        fails(hold.prove(), "the connection is gone: broken pipe");
        assertThat(hold.lost()).isCompleted();
    }

    @Test
    void errorsThatComeAfterTheClientsEndAreInTheMessage() {
        say("ARMED", "CLIENT 1");
        hold.error("ERROR 1045: access denied");
        hold.ended(new ExecEnd(0, ""));
        fails(hold.held(), "ended with status 1 while it waited for the lock (at most 1 s): ERROR 1045: access denied");
    }

    @Test
    void exitStatusZeroWithoutEndIsNoSuccess() {
        held();
        CompletableFuture<Hold.Released> released = hold.release();
        hold.ended(new ExecEnd(0, ""));
        fails(released, "the holder script ended (exit status 0)");
    }

    @Test
    void connectionThatEndsAfterTheReleaseTakesNothingBack() {
        held();
        CompletableFuture<Hold.Released> released = hold.release();
        say("RELEASED");
        hold.ended(new ExecEnd(null, "reset"));

        assertThat(released).isCompleted();
        fails(hold.proveRetained(), "connection lost: reset");
        assertThat(hold.end()).as("nothing is left to be ended").isCompleted();
    }

    @Test
    void endThatIsNotConfirmedIsNone() {
        held();
        hold.release();
        say("RELEASED");
        CompletableFuture<Void> ended = hold.end();
        hold.ended(new ExecEnd(null, "reset"));
        fails(ended, "connection lost: reset");
        fails(hold.end(), "connection lost: reset");
    }

    @Test
    void endOfAHoldThatStandsReleasesIt() {
        held();
        CompletableFuture<Void> ended = hold.end();
        assertThat(sent).endsWith("RELEASE");
        say("RELEASED");
        assertThat(sent).endsWith("END");
        assertThat(ended).isNotDone();
        say("END");
        assertThat(ended).isCompleted();
        assertThat(hold.lost()).isNotDone();
        assertThat(timer.getQueue()).as("timers").isEmpty();
    }

    /** Random bytes from a container break nothing but its hold, and never make one. */
    @Property(tries = 200)
    void anyBytesBreakNothingButTheHold(@ForAll final boolean held, @ForAll final byte[] bytes) {
        start();
        if (held) {
            held();
        }
        say(new String(bytes, StandardCharsets.UTF_8).split("\n", -1));
        hold.ended(new ExecEnd(null, "cut"));

        assertThat(hold.held().isCompletedExceptionally()).isEqualTo(!held);
        assertThat(hold.lost().isDone()).isEqualTo(held);
        fails(hold.release(), held ? "was lost" : "cannot hold");
        assertThat(closed).isTrue();
    }
}
