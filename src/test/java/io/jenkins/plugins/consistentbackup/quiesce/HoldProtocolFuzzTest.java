package io.jenkins.plugins.consistentbackup.quiesce;

import static io.jenkins.plugins.consistentbackup.quiesce.HoldProtocolTest.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.jenkins.plugins.consistentbackup.fuzz.HostileText;
import io.jenkins.plugins.consistentbackup.quiesce.HoldProtocol.Heard;
import io.jenkins.plugins.consistentbackup.quiesce.HoldProtocol.Stage;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a container says breaks nothing but its hold. */
class HoldProtocolFuzzTest {
    @Provide
    Arbitrary<String> anyLine() {
        Arbitrary<String> words = Arbitraries.of(
                "ARMED",
                "READY",
                "PONG",
                "PONG 1",
                "CAPTURE",
                "CAPTURE a",
                "RELEASED",
                "RETAINED",
                "NOT",
                "END",
                "CLIENT",
                "EXPIRED",
                "REFUSED");
        Arbitrary<String> rest = Arbitraries.strings().ofMaxLength(30);
        return Arbitraries.oneOf(rest, words, words.flatMap(word -> rest.map(more -> word + " " + more)));
    }

    /** Whatever a container says, the worst is a failure of its hold; and it never gets further than it was asked to. */
    @Property
    void anyLinesBreakNothingButTheHold(@ForAll final Stage stage, @ForAll("anyLine") final String line) {
        HoldProtocol protocol = at(stage);
        if (stage == Stage.HELD) {
            protocol.ping();
        }
        List<Heard> heard = new ArrayList<>();
        assertThatCode(() -> heard.add(protocol.hear(line))).doesNotThrowAnyException();
        assertThat(heard).doesNotContainNull().hasSize(1);
        boolean further = protocol.stage() != stage;
        assertThat(further)
                .isEqualTo(stage == Stage.STARTING && line.equals("ARMED")
                        || stage == Stage.ACQUIRING && line.equals("READY")
                        || stage == Stage.RELEASING && line.equals("RELEASED")
                        || stage == Stage.PROVING_RETAINED && line.equals("RETAINED")
                        || stage == Stage.ENDING && line.equals("END"));
    }

    /** A container that goes on lying gets nowhere by it, and nowhere but to the end of its hold. */
    @Property
    void anyConversationIsFollowedToItsEnd(
            @ForAll final Stage stage, @ForAll("conversation") final List<String> lines) {
        HostileText.soon(() -> {
            HoldProtocol protocol = at(stage);
            boolean failed = stage == Stage.FAILED;
            for (String line : lines) {
                Heard heard = protocol.hear(line);
                assertThat(heard).isNotNull();
                assertThat(failed && protocol.stage() != Stage.FAILED)
                        .as("a hold that failed never recovers")
                        .isFalse();
                failed = protocol.stage() == Stage.FAILED;
            }
        });
    }

    @Provide
    Arbitrary<List<String>> conversation() {
        Arbitrary<String> hostile =
                HostileText.from(List.of("PONG 1 held", "CAPTURE label U1RBUlQ=", "CLIENT 1", "REFUSED because"));
        return Arbitraries.oneOf(anyLine(), hostile).list().ofMaxSize(10);
    }
}
