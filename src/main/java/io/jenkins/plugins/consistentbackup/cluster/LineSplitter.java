package io.jenkins.plugins.consistentbackup.cluster;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes lines of bytes as they come; cuts longer ones into pieces, so that no output can fill the memory. */
final class LineSplitter {
    static final int LONGEST = 64 * 1024;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    LineSplitter(final Consumer<String> lines) {
        this.lines = lines;
    }

    void accept(final ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                flush();
            } else {
                begun.write(next);
                if (begun.size() == LONGEST) {
                    flush();
                }
            }
        }
    }

    /** The output is over: a last line without an end is a line as well. */
    void end() {
        if (begun.size() > 0) {
            flush();
        }
    }

    private void flush() {
        String line = begun.toString(StandardCharsets.UTF_8);
        begun.reset();
        lines.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
}
