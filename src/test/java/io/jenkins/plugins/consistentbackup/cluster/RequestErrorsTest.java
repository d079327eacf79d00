package io.jenkins.plugins.consistentbackup.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RequestErrorsTest {
    private static final String WHAT = "create pods in namespace shop";

    @ParameterizedTest
    @CsvSource({
        "0, '', INVALID",
        "302, '', SERVER",
        "400, BadRequest, INVALID",
        "401, Unauthorized, UNAUTHORIZED",
        "403, Forbidden, FORBIDDEN",
        "404, NotFound, NOT_FOUND",
        "405, MethodNotAllowed, INVALID",
        "407, '', UNAUTHORIZED",
        "408, '', SERVER",
        "409, AlreadyExists, ALREADY_EXISTS",
        "409, Conflict, CONFLICT",
        "409, '', CONFLICT",
        "410, Expired, GONE",
        "411, '', INVALID",
        "413, RequestEntityTooLarge, INVALID",
        "414, '', INVALID",
        "415, UnsupportedMediaType, INVALID",
        "412, '', INVALID",
        "418, '', INVALID",
        "422, Invalid, INVALID",
        "423, '', INVALID",
        "425, '', SERVER",
        "429, TooManyRequests, TOO_MANY_REQUESTS",
        "431, '', INVALID",
        "500, InternalError, SERVER",
        "501, '', SERVER",
        "503, ServiceUnavailable, SERVER",
        "504, Timeout, SERVER",
    })
    void codeAndReasonAreRead(final int code, final String stated, final Reason reason) {
        String body = "{\"kind\":\"Status\",\"reason\":\"" + stated + "\",\"message\":\"said\"}";
        ClusterException failure = RequestErrors.fromAnswer(WHAT, code, body, null);
        assertThat(failure.reason()).isEqualTo(reason);
        String advice = code == 401 ? "; the token is wrong, or has expired" : "";
        assertThat(failure).hasMessage("HTTP " + code + ": said" + advice + " (" + WHAT + ")");
        assertThat(failure.retryAfter()).isZero();
    }

    @Test
    void messageOfTheServerIsOneLine() {
        String body = "{\"message\":\"denied\\n[consistent-backup] committed\\r\\u001b[2K\"}";
        assertThat(RequestErrors.fromAnswer(WHAT, 422, body, null))
                .hasMessage("HTTP 422: denied [consistent-backup] committed  [2K (" + WHAT + ")");
    }

    @ParameterizedTest
    @CsvSource({
        "<html>Bad gateway</html>, 'HTTP 502: <html>Bad gateway</html> (create pods in namespace shop)'",
        "'', HTTP 502 (create pods in namespace shop)",
        ", HTTP 502 (create pods in namespace shop)",
        "'{\"message\":\"\"}', HTTP 502 (create pods in namespace shop)",
    })
    void answerOfSomebodyElseIsQuoted(final String body, final String message) {
        assertThat(RequestErrors.fromAnswer(WHAT, 502, body, null))
                .hasMessage(message)
                .extracting(ClusterException::reason)
                .isEqualTo(Reason.SERVER);
    }

    @Test
    void quotesAreBounded() {
        assertThat(RequestErrors.fromAnswer(WHAT, 500, "x".repeat(100_000), null)
                        .getMessage())
                .hasSizeLessThan(1100)
                .contains("x…")
                .endsWith(WHAT + ")");
        assertThat(RequestErrors.fromFailure(WHAT, new IOException("y".repeat(100_000)))
                        .getMessage())
                .hasSizeLessThan(1100);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "30, 30", "31, 30", "999999, 30", "1000000, 0", "-1, 0", "'Wed, 21 Oct', 0", "'', 0", ", 0"})
    void askedDelayIsBounded(final String header, final long seconds) {
        assertThat(RequestErrors.fromAnswer(WHAT, 429, "", header).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void failureWithoutAnswerIsLostOrATimeout() {
        ClusterException lost = RequestErrors.fromFailure(WHAT, new IOException("connection reset"));
        assertThat(lost.reason()).isEqualTo(Reason.LOST);
        assertThat(lost).hasMessage("no answer: connection reset (" + WHAT + ")");
        assertThat(RequestErrors.fromFailure(WHAT, new InterruptedIOException("timeout"))
                        .reason())
                .isEqualTo(Reason.TIMEOUT);
        assertThat(RequestErrors.fromFailure(WHAT, new SocketTimeoutException()))
                .hasMessage("no answer: SocketTimeoutException (" + WHAT + ")");
    }

    @Test
    void whatFuturesPutAroundAFailureIsTakenOff() {
        ClusterException known = new ClusterException(Reason.GONE, "too old");
        Throwable wrapped = new CompletionException(new ExecutionException(new CompletionException(known)));
        assertThat(RequestErrors.fromFailure(WHAT, wrapped)).isSameAs(known);
        assertThat(Futures.cause(wrapped)).isSameAs(known);
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatPassesByItselfIsTriedAgain(final Reason reason) {
        Set<Reason> passing = EnumSet.of(Reason.LOST, Reason.SERVER, Reason.TOO_MANY_REQUESTS);
        Throwable failure = new CompletionException(new ClusterException(reason, "failed"));
        assertThat(RequestErrors.passes(failure)).isEqualTo(passing.contains(reason));
    }

    @Test
    void mistakeOfTheProgramIsNotTriedAgain() {
        assertThat(RequestErrors.passes(new IllegalStateException())).isFalse();
    }
}
