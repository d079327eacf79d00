package io.jenkins.plugins.consistentbackup.embedded.api.store;

import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Names of objects: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/. */
final class Names {

    private static final int SUFFIX_LENGTH = 5;

    /** k8s.io/apimachinery pkg/util/rand: no vowels and nothing that looks like another letter. */
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
    private static final Pattern DNS_SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern PATH_SEGMENT = Pattern.compile("(?!\\.{1,2}$)[^/%]+");

    private static final Set<ResourceType> FREE = Set.of(
            ResourceType.ROLE, ResourceType.ROLE_BINDING, ResourceType.CLUSTER_ROLE, ResourceType.CLUSTER_ROLE_BINDING);

    private Names() {}

    /**
     * Makes a name from generateName where there is none.
     *
     * @throws ApiException 422 if there is neither, or the name is not a good one
     */
    static void complete(ResourceType type, Metadata metadata) {
        String prefix = metadata.node().path("generateName").asText("");
        if (metadata.name().isEmpty() && !prefix.isEmpty()) {
            metadata.node().put("name", prefix + suffix());
        }
        String name = metadata.name();
        if (name.isEmpty()) {
            throw ApiException.invalid(type, "", "metadata.name: Required value: name or generateName is required");
        }
        if (type.equals(ResourceType.NAMESPACE) || type.equals(ResourceType.SERVICE)) {
            require(
                    type,
                    name,
                    DNS_LABEL,
                    63,
                    "a lowercase RFC 1123 label must consist of lower case alphanumeric"
                            + " characters or '-', and must start and end with an alphanumeric character");
        } else if (FREE.contains(type)) {
            require(type, name, PATH_SEGMENT, Integer.MAX_VALUE, "may not be '.' or '..' or contain '/' or '%'");
        } else {
            require(
                    type,
                    name,
                    DNS_SUBDOMAIN,
                    253,
                    "a lowercase RFC 1123 subdomain must consist of lower case"
                            + " alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character");
        }
    }

    private static void require(ResourceType type, String name, Pattern pattern, int longest, String rule) {
        if (name.length() > longest) {
            throw ApiException.invalid(
                    type,
                    name,
                    "metadata.name: Invalid value: \"" + name + "\": must be no more than " + longest + " characters");
        }
        if (!pattern.matcher(name).matches()) {
            throw ApiException.invalid(type, name, "metadata.name: Invalid value: \"" + name + "\": " + rule);
        }
    }

    private static String suffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(SUFFIX_LETTERS.charAt(ThreadLocalRandom.current().nextInt(SUFFIX_LETTERS.length())));
        }
        return suffix.toString();
    }
}
