package io.jenkins.plugins.consistentbackup.quiesce;

/** What a container said, as far as there is room for it. */
final class Quotation {
    private Quotation() {}

    /** The text, or its first whole words: whoever masks secrets later would not know a part of one. */
    static String of(final String text, final int longest) {
        return text.length() <= longest ? text : text.substring(0, text.lastIndexOf(' ', longest) + 1) + "…";
    }
}
