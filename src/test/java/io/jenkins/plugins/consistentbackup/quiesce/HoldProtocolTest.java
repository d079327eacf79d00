package io.jenkins.plugins.consistentbackup.quiesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.quiesce.HoldProtocol.Heard;
import io.jenkins.plugins.consistentbackup.quiesce.HoldProtocol.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a container may say and when; everything else is a failure. */
class HoldProtocolTest {
    private static final int LARGEST_CAPTURES = 256 * 1024;

    /** A hold that has come to this stage by the book. */
    static HoldProtocol at(final Stage stage) {
        HoldProtocol protocol = new HoldProtocol();
        List<Runnable> steps = List.of(
                () -> protocol.hear("ARMED"),
                protocol::acquire,
                () -> protocol.hear("READY"),
                protocol::release,
                () -> protocol.hear("RELEASED"),
                protocol::retained,
                () -> protocol.hear("RETAINED"),
                protocol::end,
                () -> protocol.hear("END"));
        if (stage == Stage.FAILED) {
            protocol.fail();
        }
        for (Runnable step : steps) {
            if (protocol.stage() == stage) {
                break;
            }
            step.run();
        }
        assertThat(protocol.stage()).isEqualTo(stage);
        return protocol;
    }

    private static String capture(final String name, final int bytes) {
        return "CAPTURE " + name + " " + Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    @Test
    void wholeHold() {
        HoldProtocol protocol = new HoldProtocol();
        assertThat(protocol.hear("ARMED")).isEqualTo(new Heard.Armed());
        assertThat(protocol.acquire()).isEqualTo("ACQUIRE\n");
        assertThat(protocol.hear("CAPTURE position MTIz")).isEqualTo(new Heard.Nothing());
        assertThat(protocol.hear("READY")).isEqualTo(new Heard.Ready());
        assertThat(protocol.beat()).isEqualTo("BEAT\n");
        assertThat(protocol.ping()).isEqualTo("PING 1\n");
        assertThat(protocol.ping()).isEqualTo("PING 2\n");
        assertThat(protocol.hear("PONG 1 session 7")).isEqualTo(new Heard.Proof(1, "session 7"));
        assertThat(protocol.awaitsProof()).isTrue();
        assertThat(protocol.release()).isEqualTo("RELEASE\n");
        assertThat(protocol.hear("PONG 2 session 7")).as("was on its way").isEqualTo(new Heard.Proof(2, "session 7"));
        assertThat(protocol.hear("CAPTURE label bGFiZWw=")).isEqualTo(new Heard.Nothing());
        Heard released = protocol.hear("RELEASED");
        assertThat(released).isInstanceOf(Heard.Released.class);
        Map<String, byte[]> captured = ((Heard.Released) released).captured();
        assertThat(captured).containsOnlyKeys("position", "label");
        assertThat(captured.get("label")).isEqualTo("label".getBytes(StandardCharsets.UTF_8));
        assertThat(protocol.retained()).isEqualTo("RETAINED\n");
        assertThat(protocol.hear("RETAINED")).isEqualTo(new Heard.Retained());
        assertThat(protocol.end()).isEqualTo("END\n");
        assertThat(protocol.hear("END")).isEqualTo(new Heard.Ended());
        assertThat(protocol.hear("EXPIRED DEADLINE")).as("after the end").isEqualTo(new Heard.Nothing());
    }

    /** Lines that the script says itself, and the stage at which each is right. */
    @ParameterizedTest
    @CsvSource({
        "ARMED, STARTING",
        "READY, ACQUIRING",
        "RELEASED, RELEASING",
        "RETAINED, PROVING_RETAINED",
        "END, ENDING"
    })
    void lineAtAnotherTimeIsAFailure(final String line, final Stage right) {
        Set<Stage> wrong = EnumSet.complementOf(EnumSet.of(right, Stage.ENDED, Stage.FAILED));
        for (Stage stage : wrong) {
            HoldProtocol protocol = at(stage);
            assertThat(protocol.hear(line))
                    .as(line + " while " + stage)
                    .isEqualTo(
                            new Heard.Failure("the container said something unexpected while " + stage + ": " + line));
            assertThat(protocol.stage()).isEqualTo(stage);
        }
        assertThat(at(right).hear(line)).isNotInstanceOf(Heard.Failure.class);
    }

    @ParameterizedTest
    @EnumSource
    void proofIsHeardOnlyWhileItIsHeld(final Stage stage) {
        HoldProtocol protocol = at(stage);
        if (stage == Stage.HELD) {
            protocol.ping();
            assertThat(protocol.hear("PONG 1 proof")).isEqualTo(new Heard.Proof(1, "proof"));
        } else if (stage == Stage.ENDED || stage == Stage.FAILED) {
            assertThat(protocol.hear("PONG 1 proof")).isEqualTo(new Heard.Nothing());
        } else {
            assertThat(protocol.hear("PONG 1 proof")).isInstanceOf(Heard.Failure.class);
        }
    }

    @Test
    void proofThatIsAskedForBehindTheLockIsHeardOnceTheLockIsThere() {
        HoldProtocol protocol = at(Stage.ACQUIRING);
        assertThat(protocol.ping()).isEqualTo("PING 1\n");
        assertThat(protocol.hear("PONG 1 proof")).as("before READY").isInstanceOf(Heard.Failure.class);
        assertThat(protocol.hear("READY")).isEqualTo(new Heard.Ready());
        assertThat(protocol.hear("PONG 1 proof")).isEqualTo(new Heard.Proof(1, "proof"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PONG",
                "PONG 1",
                "PONG 1 ",
                "PONG 1    ",
                "PONG  1 proof",
                "PONG 2 proof",
                "PONG 0 proof",
                "PONG -1 proof",
                "PONG one proof",
                "PONG 99999999999999999999999999 proof",
                "pong 1 proof",
                " PONG 1 proof",
            })
    void proofThatIsNoneIsAFailure(final String line) {
        HoldProtocol protocol = at(Stage.HELD);
        protocol.ping();
        assertThat(protocol.hear(line)).isInstanceOf(Heard.Failure.class);
    }

    @Test
    void proofIsAnsweredOnceAndInOrder() {
        HoldProtocol protocol = at(Stage.HELD);
        assertThat(protocol.hear("PONG 1 nobody asked")).isInstanceOf(Heard.Failure.class);
        protocol.ping();
        protocol.ping();
        assertThat(protocol.hear("PONG 2 too early")).isInstanceOf(Heard.Failure.class);
        assertThat(protocol.hear("PONG 1 proof")).isInstanceOf(Heard.Proof.class);
        assertThat(protocol.hear("PONG 1 proof")).as("again").isInstanceOf(Heard.Failure.class);
    }

    @Test
    void releaseIsNotBelievedWhileAProofIsOwed() {
        HoldProtocol protocol = at(Stage.HELD);
        protocol.ping();
        protocol.release();
        assertThat(protocol.hear("RELEASED")).isInstanceOf(Heard.Failure.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ready",
                "READY ",
                "READY now",
                " READY",
                "READY\r",
                "READYREADY",
                "REFUSE",
                "CLIENT",
                "CLIENT -1",
                "CLIENT 1000",
                "CLIENT one",
                "ERROR 1045 (28000): Access denied",
                "\u0000",
                "CAPTURE",
                "CAPTURE name",
                "CAPTURE name ",
                "CAPTURE name not*base64",
                "CAPTURE name A",
                "CAPTURE name AAA=AAA=",
                "CAPTURE ../etc/passwd QQ==",
                "CAPTURE a/b QQ==",
                "CAPTURE .. QQ==",
                "CAPTURE . QQ==",
                "CAPTURE ..data QQ==",
                "CAPTURE  QQ==",
                "CAPTURE name QQ== QQ==",
            })
    void lieOrGarbageIsAFailure(final String line) {
        HoldProtocol protocol = at(Stage.ACQUIRING);
        assertThat(protocol.hear(line)).isInstanceOf(Heard.Failure.class);
        assertThat(protocol.stage()).isEqualTo(Stage.ACQUIRING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REFUSED no\r[consistent-backup] committed\u001b[2K",
                "lie\u2028[consistent-backup] committed\u0085",
                "NOT RETAINED \u001b]0;title\u0007\u0000"
            })
    void whatIsQuotedBreaksNoLineOfALog(final String line) {
        assertThat(at(Stage.HELD).hear(line))
                .isInstanceOfSatisfying(
                        Heard.Failure.class,
                        failure -> assertThat(failure.why()).doesNotContainPattern("[\\p{Cntrl}\u0085\u2028]"));
    }

    @Test
    void lineThatIsTooLongIsNotQuoted() {
        Heard heard = at(Stage.HELD).hear("word ".repeat(10_000));
        assertThat(heard)
                .isInstanceOfSatisfying(
                        Heard.Failure.class,
                        failure -> assertThat(failure.why()).endsWith("(50000 characters, too many to quote)"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        EXPIRED DEADLINE  | the container ended the hold at its deadline
        EXPIRED SILENCE   | the container ended the hold: it heard nothing for longer than the heartbeat
        EXPIRED EOF       | the container ended the hold: the connection was closed
        EXPIRED asked     | the hold was ended in the container by somebody else's order
        REFUSED no sleep  | no sleep
        NOT RETAINED gone | the log since the start of the hold is not there any more: RETAINED gone
        """)
    void endOfAHoldIsSaidInWords(final String line, final String why) {
        assertThat(at(Stage.HELD).hear(line)).isEqualTo(new Heard.Failure(why));
    }

    @Test
    void endOfTheClientIsHeardWithItsStatus() {
        assertThat(at(Stage.HELD).hear("CLIENT 137")).isEqualTo(new Heard.ClientEnded(137));
    }

    @Test
    void captureIsHeardOnlyBeforeTheLockIsThereOrGone() {
        for (Stage stage : EnumSet.complementOf(EnumSet.of(Stage.ENDED, Stage.FAILED))) {
            boolean right = stage == Stage.ACQUIRING || stage == Stage.RELEASING;
            assertThat(at(stage).hear("CAPTURE name QQ==") instanceof Heard.Nothing)
                    .as("while " + stage)
                    .isEqualTo(right);
        }
    }

    @Test
    void captureIsTakenOnce() {
        HoldProtocol protocol = at(Stage.ACQUIRING);
        assertThat(protocol.hear("CAPTURE name QQ==")).isEqualTo(new Heard.Nothing());
        assertThat(protocol.hear("CAPTURE name Qg==")).isInstanceOf(Heard.Failure.class);
    }

    @Test
    void capturesAreBoundedTogether() {
        HoldProtocol protocol = at(Stage.ACQUIRING);
        assertThat(protocol.hear(capture("one", LARGEST_CAPTURES - 10))).isEqualTo(new Heard.Nothing());
        assertThat(protocol.hear(capture("two", 10))).isEqualTo(new Heard.Nothing());
        assertThat(protocol.hear(capture("three", 1)))
                .isEqualTo(new Heard.Failure("the template captured more than 256 KiB"));
    }

    @Test
    void orderAtAnotherTimeIsRefused() {
        assertThatThrownBy(at(Stage.STARTING)::acquire).isInstanceOf(HoldException.class);
        assertThatThrownBy(at(Stage.ARMED)::ping)
                .isInstanceOf(HoldException.class)
                .hasMessage("the hold is ARMED, not HELD");
        assertThatThrownBy(at(Stage.RELEASING)::ping).isInstanceOf(HoldException.class);
        assertThatThrownBy(at(Stage.RELEASING)::release).isInstanceOf(HoldException.class);
        assertThatThrownBy(at(Stage.HELD)::retained).isInstanceOf(HoldException.class);
        assertThatThrownBy(at(Stage.HELD)::end).isInstanceOf(HoldException.class);
        assertThatThrownBy(at(Stage.FAILED)::acquire).isInstanceOf(HoldException.class);
        assertThat(at(Stage.RELEASED).end()).isEqualTo("END\n");
        assertThat(at(Stage.RETAINED).end()).isEqualTo("END\n");
    }
}
