package io.jenkins.plugins.consistentbackup.template;

/** Where a template comes from, and so who answers for it. */
public enum TemplateOrigin {
    /** It comes with this program. */
    BUILT_IN("built in"),
    /** An administrator added it. */
    LIBRARY("of the library"),
    /** From a ConfigMap of the namespace that is saved or put back: whoever may write there. */
    NAMESPACE("of the namespace"),
    /** Whoever asks for the operation brought it: from the workspace of a build, or a file on the command line. */
    WORKSPACE("of the workspace");

    private final String words;

    TemplateOrigin(final String words) {
        this.words = words;
    }

    /** Whether operators answer for it. What another template says of itself proves nothing to them. */
    public boolean vouched() {
        return this == BUILT_IN || this == LIBRARY;
    }

    /** For messages, after a template's name. */
    @Override
    public String toString() {
        return words;
    }
}
