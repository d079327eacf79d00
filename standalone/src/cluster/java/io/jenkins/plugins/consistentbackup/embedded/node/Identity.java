package io.jenkins.plugins.consistentbackup.embedded.node;

import io.jenkins.plugins.consistentbackup.embedded.sandbox.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * As whom the processes of a container run.
 *
 * @param user numeric user id
 * @param group numeric group id
 * @param groups supplementary groups, {@code fsGroup} among them
 * @param capabilities what a root process of this container may at most do, in lower case without {@code cap_}
 * @param privileged whether no capability is taken away
 * @param noNewPrivileges {@code allowPrivilegeEscalation: false}
 */
record Identity(
        int user,
        int group,
        List<Integer> groups,
        Set<String> capabilities,
        boolean privileged,
        boolean noNewPrivileges) {

    /** What container runtimes leave to a container by default (containerd, {@code oci.defaultUnixCaps}). */
    static final Set<String> DEFAULT_CAPABILITIES = Set.of(
            "chown",
            "dac_override",
            "fsetid",
            "fowner",
            "mknod",
            "net_raw",
            "setgid",
            "setuid",
            "setfcap",
            "setpcap",
            "net_bind_service",
            "sys_chroot",
            "kill",
            "audit_write");

    /** The first words of a command line that runs the rest as this identity, from the sandbox's root. */
    List<String> become(Isolation isolation) {
        return isolation == Isolation.ROOT ? withSetpriv() : withUserNamespace();
    }

    private List<String> withSetpriv() {
        List<String> words = new ArrayList<>(List.of("/usr/bin/setpriv", "--reuid=" + user, "--regid=" + group));
        words.add(
                groups.isEmpty()
                        ? "--clear-groups"
                        : "--groups=" + groups.stream().map(String::valueOf).collect(Collectors.joining(",")));
        words.addAll(limits());
        words.add("--");
        return words;
    }

    /** One user id is all that an unprivileged user can map; files belong to the same user under any of them. */
    private List<String> withUserNamespace() {
        List<String> words = new ArrayList<>();
        if (user != 0) {
            words.addAll(List.of("/usr/bin/unshare", "--user", "--map-user=" + user, "--map-group=" + group, "--"));
        }
        List<String> limits = limits();
        if (!limits.isEmpty() && user == 0) {
            words.add("/usr/bin/setpriv");
            words.addAll(limits);
            words.add("--");
        }
        return words;
    }

    private List<String> limits() {
        List<String> words = new ArrayList<>();
        if (!privileged) {
            String kept = new TreeSet<>(capabilities)
                    .stream().map(capability -> ",+" + capability).collect(Collectors.joining());
            words.add("--inh-caps=-all");
            words.add("--bounding-set=-all" + kept);
        }
        if (noNewPrivileges) {
            words.add("--no-new-privs");
        }
        return words;
    }
}
