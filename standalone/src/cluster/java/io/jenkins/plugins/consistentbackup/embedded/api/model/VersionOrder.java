package io.jenkins.plugins.consistentbackup.embedded.api.model;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order in which Kubernetes prefers API versions: GA before beta before alpha, higher numbers first (
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority).
 */
final class VersionOrder {

    private static final Pattern VERSION = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?");

    static final Comparator<String> BEST_FIRST =
            Comparator.comparingLong(VersionOrder::rank).reversed().thenComparing(Comparator.naturalOrder());

    private VersionOrder() {}

    private static long rank(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return -1;
        }
        String stage = matcher.group(2);
        long stability = stage == null ? 3 : stage.equals("beta") ? 2 : 1;
        long minor = stage == null ? 0 : Long.parseLong(matcher.group(3));
        return stability * 1_000_000 + Long.parseLong(matcher.group(1)) * 1_000 + minor;
    }
}
