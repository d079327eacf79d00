package io.jenkins.plugins.consistentbackup.embedded.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The file that tells clients where the server is and who they are. */
final class Kubeconfig {

    private Kubeconfig() {}

    /** @param certificate what to trust, as PEM; null without TLS */
    static String of(String url, String certificate, String token, String namespace) {
        String trust = certificate == null
                ? ""
                : "    certificate-authority-data: "
                        + Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.US_ASCII)) + "\n";
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: embedded
                  cluster:
                    server: %s
                %susers:
                - name: user
                  user:
                    token: %s
                contexts:
                - name: embedded
                  context:
                    cluster: embedded
                    user: user
                    namespace: %s
                current-context: embedded
                """.formatted(url, trust, token, namespace);
    }
}
