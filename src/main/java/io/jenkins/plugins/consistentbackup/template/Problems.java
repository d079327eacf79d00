package io.jenkins.plugins.consistentbackup.template;

import io.jenkins.plugins.consistentbackup.template.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong with one text. */
final class Problems {
    private final String source;
    private final List<Finding> findings = new ArrayList<>();

    Problems(final String source) {
        this.source = source;
    }

    void error(final int line, final String rule, final String message) {
        findings.add(new Finding(Severity.ERROR, source, line, rule, message));
    }

    void warning(final int line, final String rule, final String message) {
        findings.add(new Finding(Severity.WARNING, source, line, rule, message));
    }

    boolean hasErrors() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /** In the order of lines. */
    List<Finding> findings() {
        return findings.stream().sorted(Comparator.comparingInt(Finding::line)).toList();
    }

    /** The line where a node starts, from 1. */
    static int line(final Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
