package io.jenkins.plugins.consistentbackup.embedded.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.embedded.api.fault.ExecTrouble;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecSpoilerTest {
    private static final int MEGABYTES = 100;

    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private boolean cut;

    private ExecSpoiler spoiler(ExecTrouble how, boolean onInput, int after) {
        return new ExecSpoiler(new Fault.SpoilExec(how, onInput, after), () -> cut = true);
    }

    private String output(ExecSpoiler spoiler, String... chunks) {
        for (String chunk : chunks) {
            spoiler.output(chunk.getBytes(StandardCharsets.UTF_8), heard::writeBytes);
        }
        return heard.toString(StandardCharsets.UTF_8);
    }

    @Test
    void cutsAfterLinesHoweverTheyCome() {
        assertThat(output(spoiler(ExecTrouble.CUT, false, 2), "one\ntw", "o\nthree\n", "four\n"))
                .isEqualTo("one\ntwo\n");
        assertThat(cut).isTrue();
    }

    @Test
    void cutsWithinALine() {
        assertThat(output(spoiler(ExecTrouble.CUT_WITHIN_LINE, false, 1), "one\n", "RELEASED\n"))
                .isEqualTo("one\nRELE");
        assertThat(cut).isTrue();
    }

    @Test
    void silencesInputAfterMessages() {
        ExecSpoiler spoiler = spoiler(ExecTrouble.SILENCE, true, 1);
        assertThat(output(spoiler, "one\n")).isEqualTo("one\n");
        assertThat(spoiler.swallowsInput()).isFalse();
        assertThat(spoiler.swallowsInput()).isTrue();
        assertThat(output(spoiler, "two\n")).isEqualTo("one\n");
        assertThat(cut).isFalse();
    }

    @Test
    void putsGarbageBetween() {
        assertThat(output(spoiler(ExecTrouble.GARBAGE, false, 1), "one\ntwo\n"))
                .startsWith("one\n")
                .contains("READY \u0000\u0001")
                .endsWith("two\n");
    }

    @Test
    void floodsWithOneLineOrWithMany() {
        assertThat(lineEndsOfFlood(ExecTrouble.FLOOD)).isZero();
        assertThat(lineEndsOfFlood(ExecTrouble.FLOOD_OF_LINES)).isEqualTo(MEGABYTES * (1 << 20) / 128);
    }

    /** Line ends between the first line of the program and its second. */
    private long lineEndsOfFlood(ExecTrouble how) {
        List<byte[]> chunks = new ArrayList<>();
        spoiler(how, false, 1).output("one\ntwo\n".getBytes(StandardCharsets.UTF_8), chunks::add);
        assertThat(chunks).hasSizeGreaterThan(MEGABYTES);
        assertThat(chunks.get(0)).isEqualTo("one\n".getBytes(StandardCharsets.UTF_8));
        assertThat(chunks.get(MEGABYTES + 1)).isEqualTo("two\n".getBytes(StandardCharsets.UTF_8));
        long ends = 0;
        for (byte[] chunk : chunks.subList(1, MEGABYTES + 1)) {
            for (byte each : chunk) {
                ends += each == '\n' ? 1 : 0;
            }
        }
        return ends;
    }

    @Test
    void leavesOthersAlone() {
        ExecSpoiler spoiler = ExecSpoiler.none();
        assertThat(output(spoiler, "one\n", "two")).isEqualTo("one\ntwo");
        assertThat(spoiler.swallowsInput()).isFalse();
        assertThat(spoiler.hidesStatus()).isFalse();
    }
}
