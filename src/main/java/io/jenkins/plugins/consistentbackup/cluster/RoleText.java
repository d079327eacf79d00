package io.jenkins.plugins.consistentbackup.cluster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Rights as the YAML of a Role (and, for those that reach beyond the namespace, a ClusterRole) to apply. */
public final class RoleText {
    private RoleText() {}

    /**
     * @param name of the Role and ClusterRole
     * @param namespace where the Role is to live
     * @param rights in any order; those of one resource become one rule
     */
    public static String of(final String name, final String namespace, final List<Right> rights) {
        StringBuilder text = new StringBuilder();
        List<Right> inNamespace =
                rights.stream().filter(right -> !right.namespace().isEmpty()).toList();
        List<Right> inCluster =
                rights.stream().filter(right -> right.namespace().isEmpty()).toList();
        if (!inNamespace.isEmpty()) {
            text.append("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: ")
                    .append(name)
                    .append("\n  namespace: ")
                    .append(namespace)
                    .append("\nrules:\n")
                    .append(rules(inNamespace));
        }
        if (!inCluster.isEmpty()) {
            text.append(text.isEmpty() ? "" : "---\n")
                    .append("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: ")
                    .append(name)
                    .append("\nrules:\n")
                    .append(rules(inCluster));
        }
        return text.toString();
    }

    private static String rules(final List<Right> rights) {
        Map<String, TreeSet<String>> verbs = new TreeMap<>();
        for (Right right : rights) {
            verbs.computeIfAbsent(right.group() + "\n" + right.resource(), key -> new TreeSet<>())
                    .add(right.verb());
        }
        return verbs.entrySet().stream()
                .map(entry -> rule(entry.getKey().split("\n", 2), entry.getValue()))
                .collect(Collectors.joining());
    }

    private static String rule(final String[] groupAndResource, final TreeSet<String> verbs) {
        return "  - apiGroups: [\"" + groupAndResource[0] + "\"]\n    resources: [\"" + groupAndResource[1]
                + "\"]\n    verbs: ["
                + verbs.stream().map(verb -> "\"" + verb + "\"").collect(Collectors.joining(", "))
                + "]\n";
    }
}
