package io.jenkins.plugins.consistentbackup.job;

import hudson.console.ConsoleNote;
import hudson.model.TaskListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where a build's lines for the user go; what the build has bound as a secret is hidden there. */
public final class BuildLog implements Consumer<String> {
    private static final Logger LOGGER = Logger.getLogger(BuildLog.class.getName());

    private final TaskListener listener;
    private final Charset charset;
    private final LogFilter filter;

    /**
     * The log of a build.
     *
     * @param charset that the filter reads
     * @param filter what the log does to its lines
     */
    public BuildLog(final TaskListener listener, final Charset charset, final LogFilter filter) {
        this.listener = listener;
        this.charset = charset;
        this.filter = filter;
    }

    /** Hears a line, and marks it as ours. */
    @Override
    public void accept(final String line) {
        listener.getLogger().println("[consistent-backup] " + line);
    }

    /** Lines as the log would show them, for what is stored beside it; none when the log's filter fails. */
    List<String> shown(final List<String> lines) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try {
            OutputStream filtered = filter.before(shown);
            for (String line : lines) {
                filtered.write((line + "\n").getBytes(charset));
            }
            filtered.flush();
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING,
                    "what hook scripts wrote, or why a run failed, cannot be filtered, and is not stored",
                    e);
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
        return ConsoleNote.removeNotes(shown.toString(charset)).lines().toList();
    }
}
