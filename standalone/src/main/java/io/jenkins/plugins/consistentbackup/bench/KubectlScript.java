package io.jenkins.plugins.consistentbackup.bench;

import io.jenkins.plugins.consistentbackup.local.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The cuts as a script makes them: apply all snapshots, then ask until each has been cut. Without a hold: the kubectl
 * that distributions carry cannot exec over WebSockets, which is all that the embedded cluster speaks.
 */
final class KubectlScript {
    private static final String SCRIPT = """
            for claim in $CLAIMS; do
              printf -- '---\\napiVersion: snapshot.storage.k8s.io/v1\\nkind: VolumeSnapshot\\n'
              printf 'metadata: {name: script-%s}\\nspec: {source: {persistentVolumeClaimName: %s}}\\n' "$claim" "$claim"
            done | kubectl -n "$NAMESPACE" apply -f - > /dev/null || exit 1
            wanted=$(echo $CLAIMS | wc -w)
            until [ "$(kubectl -n "$NAMESPACE" get volumesnapshots.snapshot.storage.k8s.io \\
                -o 'jsonpath={range .items[?(@.status.creationTime)]}{.metadata.name}{"\\n"}{end}' \\
                | grep -c '^script-')" -ge "$wanted" ]; do :; done
            """;

    private final Path kubeconfig;

    KubectlScript(Path kubeconfig) {
        this.kubeconfig = kubeconfig;
    }

    /** Whether this machine has a kubectl. */
    static boolean available() throws InterruptedException {
        try {
            return new ProcessBuilder("kubectl", "version", "--client")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // There is none.
        }
    }

    /** From the start of the script to its end, in ms. */
    long run(String namespace, List<String> claims) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", SCRIPT).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("NAMESPACE", namespace);
        builder.environment().put("CLAIMS", String.join(" ", claims));
        try {
            long begun = System.nanoTime();
            Process process = builder.start();
            try {
                if (process.waitFor() != 0) {
                    throw new InputException("the kubectl script failed");
                }
            } finally {
                process.destroy();
            }
            return (System.nanoTime() - begun) / 1_000_000;
        } catch (IOException e) {
            throw new InputException("no shell for the kubectl script", e);
        }
    }
}
