package io.jenkins.plugins.consistentbackup.job;

import io.jenkins.plugins.consistentbackup.embedded.image.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where databases wait until a test lets them through: files of their image, which is a directory of this machine. */
public final class Barriers {
    /** Where a database waits. */
    public enum Barrier {
        /** Before it is held. */
        HOLD,
        /** When it is asked to end. */
        STOP,
        /** While a copy of it is made into a database. */
        PREPARE,
        /** Before it is ready to be used. */
        START,
        /** While it is asked whether its data is good. */
        CHECK
    }

    /** Shell function that waits at the barrier that it is given. */
    static final String WAIT = "wait_at() { while [ -e /opt/gated/$(cat /data/word).$1 ]; do sleep 0.1; done; }";

    private final Path raised;

    Barriers() {
        try {
            raised = Files.createTempDirectory("barriers");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The image of databases that wait. */
    Image image() {
        return Image.named("gated").files(raised).build();
    }

    /** From now on, databases with this word wait there. */
    public void raise(final Barrier barrier, final String word) throws IOException {
        Files.createFile(raised.resolve(word + "." + barrier));
    }

    /** Lets through whoever waits anywhere. */
    public void lowerAll() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(raised)) {
            for (Path barrier : files) {
                Files.delete(barrier);
            }
        }
    }
}
