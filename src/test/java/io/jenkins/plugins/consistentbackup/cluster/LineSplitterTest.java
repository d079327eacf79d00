package io.jenkins.plugins.consistentbackup.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.fuzz.HostileText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter(lines::add);

    private void accept(final String text) {
        splitter.accept(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void lineIsOneOnlyWhenItsEndHasCome() {
        accept("PONG 1");
        assertThat(lines).isEmpty();
        accept("2 held\nPO");
        assertThat(lines).containsExactly("PONG 12 held");
        splitter.end();
        assertThat(lines).containsExactly("PONG 12 held", "PO");
    }

    @Test
    void endOfNothingIsNoLine() {
        accept("READY\n");
        splitter.end();
        assertThat(lines).containsExactly("READY");
    }

    @Test
    void carriageReturnBeforeTheEndIsNotPartOfALine() {
        accept("one\r\n\r\ntwo\rthree\n");
        assertThat(lines).containsExactly("one", "", "two\rthree");
    }

    @Test
    void characterThatComesInTwoPiecesIsWhole() {
        byte[] bytes = "é\n".getBytes(StandardCharsets.UTF_8);
        splitter.accept(ByteBuffer.wrap(bytes, 0, 1));
        splitter.accept(ByteBuffer.wrap(bytes, 1, 2));
        assertThat(lines).containsExactly("é");
    }

    @Test
    void lineWithoutEndIsCutIntoPieces() {
        accept("x".repeat(LineSplitter.LONGEST * 2 + 5));
        assertThat(lines).extracting(String::length).containsExactly(LineSplitter.LONGEST, LineSplitter.LONGEST);
        splitter.end();
        assertThat(lines).hasSize(3).last().isEqualTo("xxxxx");
    }

    /** However text is torn on its way, it arrives as the same lines. */
    @Property
    void piecesMakeTheSameLinesAsTheWhole(
            @ForAll final List<@StringLength(max = 20) String> texts, @ForAll @Size(max = 50) final List<Byte> cuts) {
        byte[] all = String.join("\n", texts).getBytes(StandardCharsets.UTF_8);
        List<String> whole = new ArrayList<>();
        LineSplitter one = new LineSplitter(whole::add);
        one.accept(ByteBuffer.wrap(all));
        one.end();
        List<String> pieces = new ArrayList<>();
        LineSplitter other = new LineSplitter(pieces::add);
        int from = 0;
        for (Byte cut : cuts) {
            int length = Math.min(Math.abs(cut), all.length - from);
            other.accept(ByteBuffer.wrap(all, from, length));
            from += length;
        }
        other.accept(ByteBuffer.wrap(all, from, all.length - from));
        other.end();
        assertThat(pieces).isEqualTo(whole);
    }

    @Property
    void anyBytesMakeLinesWithoutEnds(@ForAll final byte[] bytes) {
        List<String> found = new ArrayList<>();
        LineSplitter any = new LineSplitter(found::add);
        any.accept(ByteBuffer.wrap(bytes));
        any.end();
        assertThat(found).allSatisfy(line -> assertThat(line).doesNotContain("\n"));
    }

    /** So a flood without a line break does not fill the memory. */
    @Property
    void noLineIsLongerThanTheLongest(@ForAll("floods") final String text) {
        HostileText.soon(() -> {
            List<String> found = new ArrayList<>();
            LineSplitter any = new LineSplitter(found::add);
            any.accept(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            any.end();
            assertThat(found).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(LineSplitter.LONGEST));
        });
    }

    @Provide
    Arbitrary<String> floods() {
        return HostileText.from(List.of("READY\nPONG 1 held\n", "é".repeat(40_000)));
    }
}
