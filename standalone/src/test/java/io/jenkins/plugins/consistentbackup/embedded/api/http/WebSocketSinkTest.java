package io.jenkins.plugins.consistentbackup.embedded.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Clients go when they like: also between the opening of a watch and its first event. */
class WebSocketSinkTest {
    @Test
    void tellsThatItIsClosedToWhoAsksTooLate() {
        AtomicBoolean told = new AtomicBoolean();

        new WebSocketSink(ClosedSocket.create(), null).onClose(nothing -> told.set(true));

        assertThat(told).isTrue();
    }

    @Test
    void dropsWhatNobodyReads() {
        assertThatCode(() -> new WebSocketSink(ClosedSocket.create(), null).send(Buffer.buffer("{}")))
                .doesNotThrowAnyException();
    }

    @Test
    void isGoneForWhoWaitsUntilItIsRead() {
        assertThat(PacedWrites.await(ClosedSocket.create(), Future.succeededFuture()))
                .isFalse();
    }
}
