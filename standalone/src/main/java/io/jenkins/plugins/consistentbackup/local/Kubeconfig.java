package io.jenkins.plugins.consistentbackup.local;

import io.jenkins.plugins.consistentbackup.cluster.ClusterAddress;
import io.jenkins.plugins.consistentbackup.cluster.KubeconfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds the kubeconfig as kubectl does, as far as one file goes. */
public final class Kubeconfig {
    private Kubeconfig() {}

    /**
     * The file to use: the given one, else that of {@code $KUBECONFIG}, else {@code ~/.kube/config}.
     *
     * @param environment variables of this process
     */
    static Path file(Optional<Path> given, Map<String, String> environment) {
        return given.orElseGet(() -> {
            String variable = environment.getOrDefault("KUBECONFIG", "");
            if (variable.contains(java.io.File.pathSeparator)) {
                throw new InputException("KUBECONFIG names several files (" + variable
                        + "), which are not merged here; name one with --kubeconfig");
            }
            return variable.isEmpty() ? Path.of(System.getProperty("user.home"), ".kube", "config") : Path.of(variable);
        });
    }

    /**
     * Where the cluster is, and as whom it is entered.
     *
     * @param given file that the user named, if any
     * @param context context that the user named, if any
     */
    public static ClusterAddress read(Optional<Path> given, Optional<String> context) {
        Path file = file(given, System.getenv());
        try {
            String text = Files.readString(file);
            Path folder = file.toAbsolutePath().getParent();
            return KubeconfigReader.ofOwnFile(folder).read(text, context.orElse(null));
        } catch (IOException e) {
            throw new InputException(
                    "cannot read the kubeconfig " + file + "; name another with --kubeconfig or KUBECONFIG", e);
        }
    }
}
