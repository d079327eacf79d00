package io.jenkins.plugins.consistentbackup.job;

import hudson.model.TaskListener;
import java.io.PrintStream;
import java.util.function.Consumer;

/** Where a build's lines for the user go; what {@code withCredentials} masks is masked there. */
public final class BuildLog {
    private BuildLog() {}

    /** Hears lines, and marks them as ours. */
    public static Consumer<String> of(final TaskListener listener) {
        PrintStream out = listener.getLogger();
        return line -> out.println("[consistent-backup] " + line);
    }
}
