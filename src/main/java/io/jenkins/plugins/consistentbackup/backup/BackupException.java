package io.jenkins.plugins.consistentbackup.backup;

import java.util.List;

/** A backup cannot be planned, or failed. The message says what, where and what to do. */
public final class BackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackupException(final String message) {
        super(message);
    }

    public BackupException(final String message, final Throwable cause) {
        super(message, cause);
    }

    /** Several problems that are to be mended together, one a line. */
    static BackupException ofAll(final String what, final List<String> problems) {
        return new BackupException(
                problems.size() == 1 ? problems.get(0) : what + ":\n  " + String.join("\n  ", problems));
    }
}
