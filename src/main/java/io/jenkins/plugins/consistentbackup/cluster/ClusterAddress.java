package io.jenkins.plugins.consistentbackup.cluster;

import java.util.Optional;

/**
 * Where a cluster is, and as whom it is entered. Everything is in here as text; nothing is read from files, from the
 * environment or from a program.
 *
 * @param server URL of the API server
 * @param authority certificates (PEM) that the server's certificate must come from; absent for those of the JVM
 * @param token bearer token
 * @param certificate client certificate (PEM)
 * @param key its private key (PEM)
 * @param namespace namespace to use when a request names none
 * @param insecure whether the server's certificate is not checked at all
 */
public record ClusterAddress(
        String server,
        Optional<String> authority,
        Optional<String> token,
        Optional<String> certificate,
        Optional<String> key,
        String namespace,
        boolean insecure) {

    /** A server that is entered with a bearer token. */
    public static ClusterAddress withToken(
            final String server, final Optional<String> authority, final String token, final String namespace) {
        return new ClusterAddress(
                server, authority, Optional.of(token), Optional.empty(), Optional.empty(), namespace, false);
    }

    /** Names the server alone: the rest is secret. */
    @Override
    public String toString() {
        return server;
    }
}
