package io.jenkins.plugins.consistentbackup.embedded.api.access;

import java.util.ArrayList;
import java.util.List;

/** Who makes a request. */
public record User(String name, List<String> groups) {

    public static final String MASTERS = "system:masters";
    public static final String AUTHENTICATED = "system:authenticated";

    /** A request without a token. */
    public static final User ANONYMOUS = new User("system:anonymous", List.of("system:unauthenticated"));

    /** May do everything. */
    public static final User ADMIN = new User("kubernetes-admin", List.of(MASTERS, AUTHENTICATED));

    public static User named(String name, String... groups) {
        List<String> all = new ArrayList<>(List.of(groups));
        all.add(AUTHENTICATED);
        return new User(name, List.copyOf(all));
    }

    public static User serviceAccount(String namespace, String name) {
        return named(
                "system:serviceaccount:" + namespace + ":" + name,
                "system:serviceaccounts",
                "system:serviceaccounts:" + namespace);
    }
}
