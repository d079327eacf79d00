package io.jenkins.plugins.consistentbackup.embedded.api;

import io.jenkins.plugins.consistentbackup.embedded.api.access.AccessRules;
import io.jenkins.plugins.consistentbackup.embedded.api.access.Tokens;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.RequestLog;
import io.jenkins.plugins.consistentbackup.embedded.api.http.HttpFrontend;
import io.jenkins.plugins.consistentbackup.embedded.api.http.ServerCertificate;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;

/** A Kubernetes API server on a port of this machine, in front of a store. */
public final class ApiServer implements AutoCloseable {

    private final ServerCertificate certificate;
    private final Tokens tokens = new Tokens();
    private final RequestLog log = new RequestLog();
    private final HttpFrontend frontend;
    private volatile FaultPlan faults = FaultPlan.NONE;

    private ApiServer(ObjectStore store, ApiServerOptions options) throws IOException {
        certificate = options.tls() ? ServerCertificate.create(Instant.now()) : null;
        AccessRules.createDefaultRoles(store);
        frontend = HttpFrontend.listen(
                new HttpFrontend.Backend(
                        store, tokens, log, () -> faults, options.exec(), options.logs(), options.bookmarkInterval()),
                options.port(),
                certificate);
    }

    /**
     * Starts to serve. The store stays the caller's to close, after the server.
     *
     * @throws IOException if the port cannot be had
     */
    public static ApiServer start(ObjectStore store, ApiServerOptions options) throws IOException {
        return new ApiServer(store, options);
    }

    public String url() {
        return (certificate == null ? "http" : "https") + "://127.0.0.1:" + frontend.port();
    }

    /** The tokens that are known; more can be issued at any time. */
    public Tokens tokens() {
        return tokens;
    }

    /** What has been asked for. */
    public RequestLog requests() {
        return log;
    }

    /** From now on this goes wrong. */
    public void injectFaults(FaultPlan plan) {
        faults = Objects.requireNonNull(plan, "plan");
    }

    /** Cuts every open connection, as a network that breaks down for a moment. */
    public void cutConnections() {
        frontend.cutConnections();
    }

    /** A kubeconfig for whoever has this token, with {@code namespace} as the default one. */
    public String kubeconfig(String token, String namespace) {
        return Kubeconfig.of(url(), certificate == null ? null : certificate.pem(), token, namespace);
    }

    @Override
    public void close() {
        frontend.close();
    }
}
