package io.jenkins.plugins.consistentbackup.embedded.api.http;

import io.jenkins.plugins.consistentbackup.embedded.api.fault.ExecTrouble;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault.SpoilExec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** Spoils the connection of one exec when as much has gone through as its fault says. No lock: writing waits for the event loop. */
final class ExecSpoiler {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final int FLOOD_CHUNKS = 100;
    private static final byte[] WATER = new byte[1 << 20];
    private static final byte[] LINES_OF_WATER = new byte[1 << 20];
    private static final int LINE = 1 << 7;
    private static final byte[] GARBAGE = "\nPONG\nREADY \u0000\u0001\u00ff\n\n RELEASED\nPONG 99999999999999999999 x\n"
            .getBytes(StandardCharsets.ISO_8859_1);

    static {
        Arrays.fill(WATER, (byte) 'w');
        Arrays.fill(LINES_OF_WATER, (byte) 'w');
        for (int end = LINE - 1; end < LINES_OF_WATER.length; end += LINE) {
            LINES_OF_WATER[end] = '\n';
        }
    }

    /** After these the connection goes on. */
    private static final Set<ExecTrouble> PASSING =
            EnumSet.of(ExecTrouble.GARBAGE, ExecTrouble.FLOOD, ExecTrouble.FLOOD_OF_LINES, ExecTrouble.NO_STATUS);

    private final ExecTrouble how;
    private final boolean onInput;
    private final Runnable cut;
    /** Counted down by the one thread that passes on what is counted. */
    private volatile int left;

    private volatile boolean spoiled;

    ExecSpoiler(SpoilExec fault, Runnable cut) {
        this(fault.how(), fault.onInput(), fault.after(), cut);
    }

    private ExecSpoiler(ExecTrouble how, boolean onInput, int left, Runnable cut) {
        this.how = how;
        this.onInput = onInput;
        this.left = left;
        this.cut = cut;
    }

    static ExecSpoiler none() {
        return new ExecSpoiler(ExecTrouble.CUT, false, NEVER, () -> {});
    }

    /** Whether nothing goes through any more. */
    boolean silent() {
        return spoiled && !PASSING.contains(how);
    }

    /** Whether the client does not learn how the program ended. */
    boolean hidesStatus() {
        return how == ExecTrouble.NO_STATUS && left != NEVER;
    }

    /** Told of each message of the client; answers whether it is lost. */
    boolean swallowsInput() {
        if (silent()) {
            return true;
        }
        if (onInput && !spoiled) {
            spoiled = left == 0;
            left = left - 1;
            if (spoiled) {
                cutIfToBe();
            }
        }
        return silent();
    }

    /** Passes the program's output on, line by line until it is spoiled. */
    void output(byte[] bytes, Consumer<byte[]> client) {
        int begin = 0;
        while (begin < bytes.length && !spoiled && !onInput && left != NEVER) {
            int end = lineEnd(bytes, begin);
            if (left == 0) {
                spoil(Arrays.copyOfRange(bytes, begin, end), client);
            } else {
                client.accept(Arrays.copyOfRange(bytes, begin, end));
                left = left - (bytes[end - 1] == '\n' ? 1 : 0);
            }
            begin = end;
        }
        if (!silent()) {
            client.accept(Arrays.copyOfRange(bytes, begin, bytes.length));
        }
    }

    private void spoil(byte[] line, Consumer<byte[]> client) {
        spoiled = true;
        switch (how) {
            case CUT_WITHIN_LINE -> client.accept(Arrays.copyOf(line, line.length / 2));
            case GARBAGE -> client.accept(GARBAGE);
            case FLOOD -> flood(WATER, client);
            case FLOOD_OF_LINES -> flood(LINES_OF_WATER, client);
            default -> {
                // Nothing of it goes through, or all.
            }
        }
        cutIfToBe();
        if (!silent()) {
            client.accept(line);
        }
    }

    private static void flood(byte[] chunk, Consumer<byte[]> client) {
        for (int i = 0; i < FLOOD_CHUNKS; i++) {
            client.accept(chunk);
        }
    }

    private void cutIfToBe() {
        if (how == ExecTrouble.CUT || how == ExecTrouble.CUT_WITHIN_LINE) {
            cut.run();
        }
    }

    private static int lineEnd(byte[] bytes, int begin) {
        for (int i = begin; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return bytes.length;
    }
}
