package io.jenkins.plugins.consistentbackup.embedded.api.fault;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What goes wrong with a request. */
public sealed interface Fault {

    /** Nothing. */
    record None() implements Fault {}

    /**
     * An answer in place of the effect.
     *
     * @param retryAfterSeconds for the header Retry-After; negative: none
     */
    record Answer(int code, String reason, String message, long retryAfterSeconds) implements Fault {}

    /** The connection is cut before anything happens. */
    record CutBefore() implements Fault {}

    /** It happens, but the connection is cut in place of an answer; a watch or exec is cut when it is open. */
    record CutAfter() implements Fault {}

    /** Nothing happens until this completes, at most for the limit; then it goes on as if nothing had been. */
    record Stall(CompletionStage<?> until, Duration limit) implements Fault {}

    /** The watch ends in silence after so many events. */
    record DropWatch(int afterEvents) implements Fault {}

    /** The watch sends each event twice, as after a reconnect from an older version. */
    record ReplayWatch() implements Fault {}

    /** The watch tells all that it has told once more before each event, as one that lags behind and began anew. */
    record StaleWatch() implements Fault {}

    /**
     * The connection of an exec is spoiled; the program itself runs on, as it does in a container runtime.
     *
     * @param how what happens to it
     * @param onInput whether what the client sends is counted, by message, or else the program's output, by line
     * @param after how many of them still go through
     */
    record SpoilExec(ExecTrouble how, boolean onInput, int after) implements Fault {}

    static Fault none() {
        return new None();
    }

    static Fault answer(int code, String reason, String message) {
        return new Answer(code, reason, message, -1);
    }

    /** As the API server's priority and fairness does when it is overloaded. */
    static Fault tooManyRequests(long retryAfterSeconds) {
        return new Answer(429, "TooManyRequests", "too many requests, please try again later", retryAfterSeconds);
    }

    static Fault internalError() {
        return answer(500, "InternalError", "Internal error occurred: injected fault");
    }

    static Fault unavailable() {
        return answer(503, "ServiceUnavailable", "the server is currently unable to handle the request");
    }

    static Fault conflict() {
        return answer(
                409,
                "Conflict",
                "Operation cannot be fulfilled: the object has been modified; please apply your changes to the"
                        + " latest version and try again");
    }

    static Fault forbidden() {
        return answer(403, "Forbidden", "injected fault: forbidden");
    }

    static Fault cutBefore() {
        return new CutBefore();
    }

    static Fault cutAfter() {
        return new CutAfter();
    }

    static Fault stall(CompletionStage<?> until, Duration limit) {
        return new Stall(until, limit);
    }
}
