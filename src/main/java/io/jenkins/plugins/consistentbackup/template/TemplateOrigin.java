package io.jenkins.plugins.consistentbackup.template;

/** Who answers for a template. */
public enum TemplateOrigin {
    /** It comes with this program. */
    BUILT_IN("built in"),
    /** An administrator added it. */
    LIBRARY("of the library"),
    /** Whoever asks for the operation brought it: from the workspace of a build, or a file on the command line. */
    REQUEST("brought along");

    private final String words;

    TemplateOrigin(final String words) {
        this.words = words;
    }

    /** For messages, after a template's name. */
    @Override
    public String toString() {
        return words;
    }
}
