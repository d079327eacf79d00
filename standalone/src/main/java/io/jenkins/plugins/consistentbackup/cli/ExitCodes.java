package io.jenkins.plugins.consistentbackup.cli;

/** What the status of the process says, for scripts. Listed in {@code --help} and in docs/command.md. */
final class ExitCodes {
    /** Done. */
    static final int DONE = 0;
    /** It was tried, and failed; nothing is held, and what was made has been removed or marked. */
    static final int FAILED = 1;
    /** Nothing was tried: the command line, a file or a name is wrong. */
    static final int BAD_INPUT = 2;
    /** Nothing was changed: a right is missing. */
    static final int NOT_ALLOWED = 3;

    private ExitCodes() {}
}
