package io.jenkins.plugins.consistentbackup.template;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A template cannot be used, or none can be chosen, or a parameter's value does not fit. The message says what, where
 * and what to do.
 */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /** For what concerns a request, not a template's text. */
    public TemplateException(final String message) {
        super(message);
        findings = List.of();
    }

    /** For what is wrong with a template's text: the message is one finding a line. */
    public TemplateException(final List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    /** Everything wrong with the text that was refused; empty when the message is all there is to say. */
    public List<Finding> findings() {
        return findings == null ? List.of() : findings;
    }
}
