package io.jenkins.plugins.consistentbackup.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the last message of an exec says; only a stated exit status 0 is a success. */
class ExecStatusTest {
    @Test
    void successIsStatusZero() {
        assertThat(ExecStatus.read("{\"status\":\"Success\"}", "cut")).isEqualTo(new ExecEnd(0, ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 137, 255})
    void exitStatusIsRead(final int status) {
        String text = "{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"message\":\"command terminated\","
                + "\"details\":{\"causes\":[{\"reason\":\"Other\",\"message\":\"9\"},{\"reason\":\"ExitCode\","
                + "\"message\":\"" + status + "\"}]}}";
        ExecEnd end = ExecStatus.read(text, "cut");
        assertThat(end).isEqualTo(new ExecEnd(status, ""));
        assertThat(end.succeeded()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                                       | the connection was cut
            {"status":                                                               | unreadable status
            not JSON                                                                 | unreadable status
            {}                                                                       | the program could not be started
            []                                                                       | the program could not be started
            0                                                                        | the program could not be started
            {"status":"success"}                                                     | the program could not be started
            {"status":"Failure","message":"container not found (db)"}                | container not found (db)
            {"status":"Failure","reason":"NonZeroExitCode","message":"no code given"} | no code given
            """)
    void anythingElseIsNoExitStatus(final String text, final String reason) {
        ExecEnd end = ExecStatus.read(text, "the connection was cut");
        assertThat(end).isEqualTo(new ExecEnd(null, reason));
        assertThat(end.succeeded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "", "1000000000000", "0x1", "zero"})
    void statusThatIsNoNumberIsNone(final String code) {
        String text = "{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"message\":\"odd\","
                + "\"details\":{\"causes\":[{\"reason\":\"ExitCode\",\"message\":\"" + code + "\"}]}}";
        assertThat(ExecStatus.read(text, "cut")).isEqualTo(new ExecEnd(null, "odd"));
    }
}
