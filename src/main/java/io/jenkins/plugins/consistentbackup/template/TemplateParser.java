package io.jenkins.plugins.consistentbackup.template;

/** Reads hook templates from YAML. Never trusts the text: it may come from a workspace. */
public final class TemplateParser {
    /** The longest text that is read, in bytes of UTF-8. */
    public static final int MAX_BYTES = 64 * 1024;

    private TemplateParser() {}

    /**
     * Reads one template. It is not linted: see {@link TemplateLinter}.
     *
     * @param source what the text was read from, for messages
     * @param text the YAML document
     * @throws TemplateException with a finding for each problem: not YAML, too large, unknown or missing fields, wrong
     *     values
     */
    public static HookTemplate parse(final String source, final String text) {
        throw new TemplateException(source + " cannot be read yet");
    }
}
