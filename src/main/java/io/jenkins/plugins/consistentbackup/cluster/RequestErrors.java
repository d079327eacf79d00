package io.jenkins.plugins.consistentbackup.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.phase.OneLine;
import java.io.InterruptedIOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** What a failed request means, and which failures pass by themselves. */
final class RequestErrors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_MESSAGE = 1000;
    private static final int SERVER_ERRORS = 500;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(30);

    private RequestErrors() {}

    /**
     * @param what what was asked, for people: {@code create volumesnapshots.snapshot.storage.k8s.io in namespace shop}
     * @param code HTTP status
     * @param body answer, usually a Status object
     * @param retryAfter the header of that name, or null
     */
    static ClusterException fromAnswer(final String what, final int code, final String body, final String retryAfter) {
        JsonNode status = status(body);
        Reason reason = reason(code, status.path("reason").asText(""));
        String said = bounded(status.path("message").asText(body == null ? "" : body.strip()));
        String advice = code == 401 ? "; the token is wrong, or has expired" : "";
        String message = "HTTP " + code + (said.isEmpty() ? "" : ": " + said) + advice + " (" + what + ")";
        return new ClusterException(reason, message, seconds(retryAfter));
    }

    /** A failure that was not an answer. */
    static ClusterException fromFailure(final String what, final Throwable failure) {
        Throwable cause = Futures.cause(failure);
        if (cause instanceof ClusterException known) {
            return known;
        }
        // OkHttp's own timer is set to the same deadline as ours, and may be the first.
        Reason reason = cause instanceof InterruptedIOException ? Reason.TIMEOUT : Reason.LOST;
        return new ClusterException(reason, "no answer: " + bounded(text(cause)) + " (" + what + ")", cause);
    }

    private static String text(final Throwable cause) {
        if (cause instanceof SSLException && cause.getCause() instanceof CertificateException) {
            return "the server's certificate is of no authority that is trusted here; set, or mend, the CA certificate"
                    + " of the cluster";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Whether a read may be tried again, because such failures pass by themselves. */
    static boolean passes(final Throwable failure) {
        return Futures.cause(failure) instanceof ClusterException e
                && (e.reason() == Reason.LOST || e.reason() == Reason.SERVER || e.reason() == Reason.TOO_MANY_REQUESTS);
    }

    static Reason reason(final int code, final String stated) {
        return switch (code) {
            case 401, 407 -> Reason.UNAUTHORIZED;
            case 403 -> Reason.FORBIDDEN;
            case 404 -> Reason.NOT_FOUND;
            case 409 -> "AlreadyExists".equals(stated) ? Reason.ALREADY_EXISTS : Reason.CONFLICT;
            case 410 -> Reason.GONE;
            case 429 -> Reason.TOO_MANY_REQUESTS;
            default -> code >= SERVER_ERRORS || ofAProxy(code) ? Reason.SERVER : Reason.INVALID;
        };
    }

    /** Redirection, to log in or elsewhere; Request Timeout; Too Early. An admission webhook may say any other 4xx. */
    private static boolean ofAProxy(final int code) {
        return code / 100 == 3 || code == 408 || code == 425;
    }

    private static JsonNode status(final String body) {
        try {
            JsonNode node = body == null ? null : JSON.readTree(body);
            return node == null ? JSON.missingNode() : node;
        } catch (JsonProcessingException e) {
            return JSON.missingNode(); // A proxy's page instead of an answer of the API server.
        }
    }

    private static Duration seconds(final String retryAfter) {
        if (retryAfter == null || !retryAfter.matches("[0-9]{1,6}")) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
        return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
    }

    private static String bounded(final String text) {
        String line = OneLine.of(text);
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }
}
