package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.phase.OneLine;

/** What a container said, as far as there is room for it, on one line. */
final class Quotation {
    /** Characters of a line; what databases say of their errors is shorter. */
    static final int LONGEST = 2_000;

    private Quotation() {}

    /** The whole text or nothing of it: whoever hides secrets in it later would not know a part of one. */
    static String of(final String text) {
        return text.length() <= LONGEST ? OneLine.of(text) : "(" + text.length() + " characters, too many to quote)";
    }
}
