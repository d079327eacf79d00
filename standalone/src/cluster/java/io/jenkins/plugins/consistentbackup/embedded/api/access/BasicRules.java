package io.jenkins.plugins.consistentbackup.embedded.api.access;

import java.util.List;

/**
 * What everybody may do, by the default bindings system:discovery, system:basic-user and system:public-info-viewer
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles).
 */
final class BasicRules {

    private static final PolicyRule PUBLIC = paths("/healthz", "/livez", "/readyz", "/version", "/version/");

    private static final PolicyRule DISCOVERY = paths(
            "/api",
            "/api/*",
            "/apis",
            "/apis/*",
            "/healthz",
            "/livez",
            "/readyz",
            "/openapi",
            "/openapi/*",
            "/version");

    private static final PolicyRule SELF = new PolicyRule(
            List.of("create"),
            List.of("authorization.k8s.io"),
            List.of("selfsubjectaccessreviews", "selfsubjectrulesreviews"),
            List.of(),
            List.of());

    private BasicRules() {}

    static List<PolicyRule> of(User user) {
        return user.groups().contains(User.AUTHENTICATED) ? List.of(PUBLIC, DISCOVERY, SELF) : List.of(PUBLIC);
    }

    private static PolicyRule paths(String... paths) {
        return new PolicyRule(List.of("get"), List.of(), List.of(), List.of(), List.of(paths));
    }
}
