package io.jenkins.plugins.consistentbackup.catalog;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.phase.OneLine;
import io.jenkins.plugins.consistentbackup.template.TemplateException;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * Hook templates that a namespace keeps for itself: each value of a ConfigMap is one. They are used only by requests that
 * name the ConfigMap, because whoever may write it says what runs in the containers of databases.
 */
public final class NamespaceTemplates {
    /** Many more than kinds of databases in a namespace; each is read and linted whenever something is planned. */
    private static final int MOST = 32;

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private NamespaceTemplates() {}

    /**
     * The name of a ConfigMap.
     *
     * @throws IllegalArgumentException when it is none: the name comes from a request, and becomes part of a URL
     */
    public static String requireName(final String configMap) {
        if (!NAME.matcher(configMap).matches()) {
            throw new IllegalArgumentException("'" + OneLine.of(configMap)
                    + "' is not a name of a ConfigMap (lower-case letters, digits, '-' and '.')");
        }
        return configMap;
    }

    /**
     * A library and the templates of a ConfigMap.
     *
     * @param configMap its name; empty for the library alone
     * @return fails with {@link TemplateException} when there is no such ConfigMap, it has no or too many values, or one
     *     of them cannot be used beside the library's templates
     */
    public static CompletableFuture<TemplateLibrary> added(
            final TemplateLibrary library,
            final Cluster cluster,
            final String namespace,
            final Optional<String> configMap) {
        if (configMap.isEmpty()) {
            return CompletableFuture.completedFuture(library);
        }
        String where = "ConfigMap " + configMap.get() + " in namespace " + namespace;
        return cluster.<ConfigMap>get(Kind.CONFIG_MAPS, namespace, configMap.get())
                .thenApply(found -> found.orElseThrow(() -> new TemplateException("there is no " + where
                        + ", which is to have hook templates as its values; create it, or leave its name out")))
                .thenApply(found -> added(library, where, found));
    }

    private static TemplateLibrary added(final TemplateLibrary library, final String where, final ConfigMap found) {
        Map<String, String> texts = found.getData() == null ? Map.of() : new TreeMap<>(found.getData());
        if (texts.isEmpty() || texts.size() > MOST) {
            throw new TemplateException(where + " has " + texts.size()
                    + " values, each of which is to be a hook template; it may have 1 to " + MOST);
        }
        TemplateLibrary all = library;
        for (Map.Entry<String, String> text : texts.entrySet()) {
            all = all.with(TemplateOrigin.NAMESPACE, where + ", " + OneLine.of(text.getKey()), text.getValue());
        }
        return all;
    }
}
