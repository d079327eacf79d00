package io.jenkins.plugins.consistentbackup.pipeline;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import io.jenkins.plugins.consistentbackup.template.TemplateParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Hook templates that stand beside the code of an application. */
final class WorkspaceFile {
    private WorkspaceFile() {}

    /**
     * The text of a template.
     *
     * @param workspace of the node that the step runs in, or null outside of one
     * @param path below the workspace, or null for no template; links that lead out of it are not followed
     */
    static List<String> templates(final FilePath workspace, final String path)
            throws IOException, InterruptedException {
        return path == null ? List.of() : List.of(checked(path, read(workspace, path)));
    }

    /** Refuses what is no template here, where the name of the file is known: whoever uses it knows but its text. */
    private static String checked(final String path, final String text) {
        ConsistentBackupConfiguration.get().library().with(TemplateOrigin.WORKSPACE, path, text);
        return text;
    }

    private static String read(final FilePath workspace, final String path) throws IOException, InterruptedException {
        if (workspace == null) {
            throw new AbortException("templateFile: there is no workspace to read '" + path
                    + "' from; put the step inside node { } (declarative: agent any)");
        }
        FilePath file = workspace.child(path);
        // One answer for what is not there and for what is elsewhere: it does not tell which files there are.
        if (isAbsolute(path) || !workspace.isDescendant(path) || file.isDirectory()) {
            throw new AbortException("templateFile: there is no file '" + path + "' inside the workspace");
        }
        try (InputStream content = file.read()) {
            byte[] bytes = content.readNBytes(TemplateParser.MAX_BYTES + 1);
            if (bytes.length > TemplateParser.MAX_BYTES) {
                throw new AbortException("templateFile: '" + path + "' has more than " + TemplateParser.MAX_BYTES / 1024
                        + " KiB; that is no hook template");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static boolean isAbsolute(final String path) {
        return path.startsWith("/") || path.startsWith("\\") || path.contains(":");
    }
}
