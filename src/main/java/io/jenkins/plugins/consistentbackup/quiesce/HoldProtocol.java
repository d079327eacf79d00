package io.jenkins.plugins.consistentbackup.quiesce;

import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the two sides of a hold may say to each other and when; {@code docs/protocol.md} describes it. Knows lines and no
 * connection, no clock and no thread. A line that is not expected at its time is a failure, whatever it may mean: a
 * container that does not keep to the protocol has proved nothing.
 */
final class HoldProtocol {
    /** The name becomes one of a file for the prepare script, which no cluster makes under the name {@code ..}. */
    private static final Pattern CAPTURE =
            Pattern.compile("CAPTURE ([A-Za-z0-9_][A-Za-z0-9_.-]{0,99}) ([A-Za-z0-9+/]+=*)");

    private static final Pattern PONG = Pattern.compile("PONG ([0-9]{1,18}) (.*)");
    private static final int LARGEST_CAPTURES = 256 * 1024;

    /** How far a hold is. */
    enum Stage {
        STARTING,
        ARMED,
        ACQUIRING,
        HELD,
        RELEASING,
        RELEASED,
        PROVING_RETAINED,
        RETAINED,
        ENDING,
        ENDED,
        FAILED
    }

    /** What a line from the container means. */
    sealed interface Heard {
        /** The watchdog is armed and the client is connected. */
        record Armed() implements Heard {}

        /** The lock is held. */
        record Ready() implements Heard {}

        /** The answer to a PING. */
        record Proof(long number, String text) implements Heard {}

        /** The lock is released. */
        record Released(Map<String, byte[]> captured) implements Heard {}

        /** The log is still there. */
        record Retained() implements Heard {}

        /** All is over, as asked for. */
        record Ended() implements Heard {}

        /** Goes without saying. */
        record Nothing() implements Heard {}

        /** The client, or a script in its place, ended by itself. */
        record ClientEnded(int status) implements Heard {}

        /** The hold is over, or was none. */
        record Failure(String why) implements Heard {}
    }

    private final Deque<Long> pings = new ArrayDeque<>();
    private final Map<String, byte[]> captured = new LinkedHashMap<>();
    private int capturedBytes;
    private long lastPing;
    private Stage stage = Stage.STARTING;

    Stage stage() {
        return stage;
    }

    /** Whether a PING is not answered yet. */
    boolean awaitsProof() {
        return !pings.isEmpty();
    }

    /** Makes the line that asks for the lock. */
    String acquire() {
        return move(Stage.ARMED, Stage.ACQUIRING, "ACQUIRE");
    }

    /**
     * Makes the line that asks for a proof; its number is {@link #lastPing()}. One that is asked for behind the lock is
     * answered when the lock is there.
     */
    String ping() {
        if (stage != Stage.ACQUIRING) {
            require(Stage.HELD);
        }
        pings.add(++lastPing);
        return "PING " + lastPing + "\n";
    }

    long lastPing() {
        return lastPing;
    }

    /** Makes the line that is nothing but a sign of life. */
    String beat() {
        return "BEAT\n";
    }

    String release() {
        return move(Stage.HELD, Stage.RELEASING, "RELEASE");
    }

    String retained() {
        return move(Stage.RELEASED, Stage.PROVING_RETAINED, "RETAINED");
    }

    /** Makes the line that ends what was kept and the session. */
    String end() {
        if (stage != Stage.RETAINED) {
            require(Stage.RELEASED);
        }
        stage = Stage.ENDING;
        return "END\n";
    }

    /** The hold is over without having been released as asked. */
    void fail() {
        stage = Stage.FAILED;
    }

    private String move(final Stage from, final Stage to, final String order) {
        require(from);
        stage = to;
        return order + "\n";
    }

    private void require(final Stage needed) {
        if (stage != needed) {
            throw new HoldException("the hold is " + stage + ", not " + needed);
        }
    }

    /** Takes a line of the container's standard output. */
    Heard hear(final String line) {
        if (stage == Stage.ENDED || stage == Stage.FAILED) {
            return new Heard.Nothing();
        }
        String[] words = line.split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "ARMED" -> expected(line, Stage.STARTING, Stage.ARMED, new Heard.Armed());
            case "READY" -> expected(line, Stage.ACQUIRING, Stage.HELD, new Heard.Ready());
            case "CAPTURE" -> capture(line);
            case "PONG" -> pong(line);
            case "RELEASED" -> released(line);
            case "RETAINED" -> expected(line, Stage.PROVING_RETAINED, Stage.RETAINED, new Heard.Retained());
            case "END" -> expected(line, Stage.ENDING, Stage.ENDED, new Heard.Ended());
            case "CLIENT" -> rest.matches("[0-9]{1,3}") ? new Heard.ClientEnded(Integer.parseInt(rest)) : unknown(line);
            case "NOT" ->
                new Heard.Failure("the log since the start of the hold is not there any more: " + Quotation.of(rest));
            case "EXPIRED" -> new Heard.Failure(expired(rest));
            case "REFUSED" -> new Heard.Failure(Quotation.of(rest));
            default -> unknown(line);
        };
    }

    private Heard expected(final String line, final Stage from, final Stage to, final Heard meaning) {
        boolean bare = !line.contains(" ");
        if (stage != from || !bare) {
            return unknown(line);
        }
        stage = to;
        return meaning;
    }

    private Heard capture(final String line) {
        Matcher parts = CAPTURE.matcher(line);
        boolean now = stage == Stage.ACQUIRING || stage == Stage.RELEASING;
        if (!now || !parts.matches()) {
            return unknown(line);
        }
        byte[] content;
        try {
            content = Base64.getDecoder().decode(parts.group(2));
        } catch (IllegalArgumentException e) {
            return unknown(line);
        }
        capturedBytes += content.length;
        if (capturedBytes > LARGEST_CAPTURES) {
            return new Heard.Failure("the template captured more than " + LARGEST_CAPTURES / 1024 + " KiB");
        }
        return captured.put(parts.group(1), content) == null ? new Heard.Nothing() : unknown(line);
    }

    private Heard pong(final String line) {
        Matcher parts = PONG.matcher(line);
        // An answer may come after the release was asked for: it was on its way.
        boolean now = stage == Stage.HELD || stage == Stage.RELEASING;
        if (!now || !parts.matches() || pings.isEmpty() || Long.parseLong(parts.group(1)) != pings.peek()) {
            return unknown(line);
        }
        String proof = parts.group(2).strip();
        if (proof.isEmpty()) {
            return new Heard.Failure("the template's prove printed nothing");
        }
        return new Heard.Proof(pings.remove(), proof);
    }

    private Heard released(final String line) {
        if (!pings.isEmpty()) {
            return unknown(line);
        }
        return expected(line, Stage.RELEASING, Stage.RELEASED, new Heard.Released(Map.copyOf(captured)));
    }

    private Heard unknown(final String line) {
        return new Heard.Failure("the container said something unexpected while " + stage + ": " + Quotation.of(line));
    }

    private static String expired(final String reason) {
        return switch (reason) {
            case "DEADLINE" -> "the container ended the hold at its deadline";
            case "SILENCE" -> "the container ended the hold: it heard nothing for longer than the heartbeat";
            case "EOF" -> "the container ended the hold: the connection was closed";
            default -> "the hold was ended in the container by somebody else's order";
        };
    }
}
