package io.jenkins.plugins.consistentbackup.embedded.api.fault;

/** What happens to the connection of an exec. */
public enum ExecTrouble {
    /** It is cut. */
    CUT,
    /** It is cut after half of a line. */
    CUT_WITHIN_LINE,
    /** It stays open, and nothing goes through any more in either direction. */
    SILENCE,
    /** Lines that nobody wrote, unprintable ones among them, come in between. */
    GARBAGE,
    /** A hundred megabytes without a line break come in between. */
    FLOOD,
    /** A hundred megabytes of lines of a usual length come in between. */
    FLOOD_OF_LINES,
    /** It is closed in good order, without a word on how the program ended. */
    NO_STATUS
}
