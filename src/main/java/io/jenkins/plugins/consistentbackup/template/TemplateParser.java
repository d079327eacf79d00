package io.jenkins.plugins.consistentbackup.template;

/**
 * Reads hook templates from YAML. Never trusts the text: it may come from a workspace.
 *
 * <p>The field {@code connect} has no counterpart in {@link HookTemplate}: it is a shell script that stands in front of
 * every other script that runs in the started container, and in front of the client. It is where a template finds its
 * password, once.
 */
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
        Problems problems = new Problems(source);
        return TemplateReader.read(text, problems)
                .map(TemplateDocument::template)
                .orElseThrow(() -> new TemplateException(problems.findings()));
    }
}
