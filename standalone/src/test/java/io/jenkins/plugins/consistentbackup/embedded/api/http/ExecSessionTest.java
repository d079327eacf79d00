package io.jenkins.plugins.consistentbackup.embedded.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.embedded.api.stream.ExecProcess;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExecSessionTest {
    /** Otherwise a holder whose client was killed in this moment would wait for its orders for ever. */
    @Test
    void programReadsTheEndOfItsInputThoughItsClientWasGoneBeforeItStarted() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        ExecProcess program = ExecProcess.of(new ProcessBuilder("sh", "-c", "cat; echo unread").start());
        ExecEndpoint.Request request =
                new ExecEndpoint.Request(Json.object(), "db", List.of("unused"), true, true, true);

        new ExecSession(request, ClosedSocket.create(), threads, ExecSpoiler.none())
                .start((pod, container, command) -> program);

        assertThat(program.exit().get(60, TimeUnit.SECONDS)).isZero();
        threads.shutdownNow();
    }
}
