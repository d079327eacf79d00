package io.jenkins.plugins.consistentbackup.cluster;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a cluster is, and as whom it is entered. Everything is in here as text; nothing is read from files, from the
 * environment or from a program. There is none without TLS: whoever is on the way would read the credentials.
 *
 * @param server URL of the API server, to which nothing is {@linkplain #objectionTo objected}
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
    private static final String TLS = "https://";

    /** @throws IllegalArgumentException with the objection to the server's URL */
    public ClusterAddress {
        objectionTo(server).ifPresent(objection -> {
            throw new IllegalArgumentException(objection);
        });
    }

    /**
     * What stands against a server's URL, for people; empty when nothing does. Plain HTTP is refused for the loopback
     * address as well: who listens there may be anybody on this machine, and {@code kubectl proxy}, which asks for no
     * credentials, by default lets nobody run a command in a container, without which no database is held.
     */
    public static Optional<String> objectionTo(final String server) {
        if (server.startsWith("http://")) {
            return Optional.of("the server's URL begins with http://, so that everybody on the way could read the"
                    + " credentials; give one that begins with " + TLS);
        }
        if (!server.startsWith(TLS)) {
            return Optional.of("the server's URL does not begin with " + TLS);
        }
        if (server.contains("@")) {
            return Optional.of("the server's URL has a user's name in it, which would be shown wherever the URL is;"
                    + " leave it away, and use a token or a client certificate");
        }
        try {
            new URI(server);
            return Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.of("the server's URL is malformed: " + server);
        }
    }

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
