package io.jenkins.plugins.consistentbackup.buildpage;

import io.jenkins.plugins.consistentbackup.config.ClusterChoice;

/** The lines that people copy from a build's page to put data back. */
final class StepText {
    private StepText() {}

    /** The step of a Jenkinsfile that restores a set where it came from. */
    static String restore(final ClusterChoice choice, final String namespace, final String set) {
        return step("restoreSnapshot", choice, namespace, "set", set);
    }

    /** The step of a Jenkinsfile that takes a restore back. */
    static String undo(final ClusterChoice choice, final String namespace, final String restore) {
        return step("undoRestore", choice, namespace, "restore", restore);
    }

    private static String step(
            final String name,
            final ClusterChoice choice,
            final String namespace,
            final String parameter,
            final String id) {
        StringBuilder line = new StringBuilder(name).append('(');
        add(line, "cluster", choice.getCluster());
        add(line, "serverUrl", choice.getServerUrl());
        add(line, "caCertificate", choice.getCaCertificate());
        add(line, "credentialsId", choice.getCredentialsId());
        add(line, "contextName", choice.getContextName());
        add(line, "namespace", namespace);
        add(line, parameter, id);
        line.setLength(line.length() - 2);
        return line.append(')').toString();
    }

    private static void add(final StringBuilder line, final String name, final String value) {
        if (value != null) {
            line.append(name).append(": ").append(quoted(value)).append(", ");
        }
    }

    /** A Groovy string in single quotes, in which a dollar means nothing. */
    private static String quoted(final String value) {
        return "'"
                + value.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("\r", "")
                        .replace("\n", "\\n")
                + "'";
    }
}
