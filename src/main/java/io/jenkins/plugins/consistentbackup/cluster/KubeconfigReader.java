package io.jenkins.plugins.consistentbackup.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Reads a kubeconfig without doing what it says. A kubeconfig can name programs to run, files to read and proxies to
 * talk to; whoever may write one (on a Jenkins controller: whoever may create a credential) must not get any of that.
 * Such an entry is refused, never skipped: without it the file would not do what its author expects.
 */
public final class KubeconfigReader {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Entries of a user that no reader accepts. */
    private static final List<String> REFUSED_OF_USER =
            List.of("exec", "auth-provider", "username", "password", "as", "as-uid", "as-groups", "as-user-extra");

    private final Optional<Path> directory;

    private KubeconfigReader(final Optional<Path> directory) {
        this.directory = directory;
    }

    /** For a text from somebody else: keys, certificates and tokens must stand in it, and the server's is checked. */
    public static KubeconfigReader ofForeignText() {
        return new KubeconfigReader(Optional.empty());
    }

    /**
     * For a file of the very user who runs this program: it may name files for keys, certificates and tokens, and say
     * that the server's certificate is not to be checked.
     *
     * @param directory what relative names are relative to: the kubeconfig's directory
     */
    public static KubeconfigReader ofOwnFile(final Path directory) {
        return new KubeconfigReader(Optional.of(directory));
    }

    /**
     * @param kubeconfig the text
     * @param context name of a context in it, or null for its current one
     * @throws KubeconfigException when it is malformed, has no such context, or has an entry that is not accepted
     */
    public ClusterAddress read(final String kubeconfig, final String context) {
        JsonNode root = parse(kubeconfig);
        String name = context != null ? context : root.path("current-context").asText("");
        if (name.isEmpty()) {
            throw new KubeconfigException("kubeconfig has no current-context; name one of its contexts: "
                    + String.join(", ", names(root, "contexts")));
        }
        JsonNode ctx = entry(root, "contexts", "context", name);
        JsonNode cluster =
                entry(root, "clusters", "cluster", ctx.path("cluster").asText(""));
        String userName = ctx.path("user").asText("");
        JsonNode user = userName.isEmpty() ? YAML.createObjectNode() : entry(root, "users", "user", userName);
        return address(ctx, cluster, user, userName);
    }

    private ClusterAddress address(
            final JsonNode ctx, final JsonNode cluster, final JsonNode user, final String userName) {
        String whatCluster = "cluster " + ctx.path("cluster").asText();
        String whatUser = "user " + userName;
        refuse(whatCluster, cluster, "proxy-url", "set a proxy where this program is configured");
        refuse(whatCluster, cluster, "tls-server-name", "use the name that the server's certificate has");
        for (String field : REFUSED_OF_USER) {
            refuse(whatUser, user, field, "use a token or a client certificate");
        }
        boolean insecure = cluster.path("insecure-skip-tls-verify").asBoolean(false);
        if (insecure && directory.isEmpty()) {
            throw new KubeconfigException(whatCluster + " in the kubeconfig has insecure-skip-tls-verify, which is not"
                    + " allowed here: put the server's CA into certificate-authority-data");
        }
        String server = cluster.path("server").asText("");
        ClusterAddress.objectionTo(server).ifPresent(objection -> {
            throw new KubeconfigException(whatCluster + " in the kubeconfig: " + objection);
        });
        Optional<String> token = text(user, "token").or(() -> fromFile(whatUser, user, "tokenFile", "token"));
        return new ClusterAddress(
                server,
                pem(whatCluster, cluster, "certificate-authority"),
                token.map(String::strip),
                pem(whatUser, user, "client-certificate"),
                pem(whatUser, user, "client-key"),
                text(ctx, "namespace").orElse("default"),
                insecure);
    }

    private static JsonNode parse(final String kubeconfig) {
        JsonNode root;
        try {
            root = YAML.readTree(kubeconfig);
        } catch (JsonProcessingException e) {
            // The parser's own message quotes the text, which may be a key.
            String where =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw new KubeconfigException("kubeconfig is not valid YAML" + where);
        }
        if (root == null || !root.isObject() || !root.path("clusters").isArray()) {
            throw new KubeconfigException("this is no kubeconfig: it has no list of clusters");
        }
        return root;
    }

    private static JsonNode entry(final JsonNode root, final String list, final String field, final String name) {
        for (JsonNode item : root.path(list)) {
            if (item.path("name").asText("").equals(name)) {
                return item.path(field);
            }
        }
        throw new KubeconfigException(
                "kubeconfig has no " + field + " \"" + name + "\"; it has: " + String.join(", ", names(root, list)));
    }

    private static List<String> names(final JsonNode root, final String list) {
        return root.path(list).findValuesAsText("name");
    }

    private static void refuse(final String what, final JsonNode node, final String field, final String instead) {
        if (node.hasNonNull(field)) {
            throw new KubeconfigException(
                    what + " in the kubeconfig has \"" + field + "\", which is not accepted: " + instead);
        }
    }

    private Optional<String> pem(final String what, final JsonNode node, final String field) {
        String data = field + "-data";
        Optional<String> inline = text(node, data);
        if (inline.isEmpty()) {
            return fromFile(what, node, field, data);
        }
        try {
            byte[] decoded = Base64.getMimeDecoder().decode(inline.get());
            return Optional.of(new String(decoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new KubeconfigException(what + " in the kubeconfig: " + data + " is not valid base64", e);
        }
    }

    private Optional<String> fromFile(
            final String what, final JsonNode node, final String field, final String instead) {
        Optional<String> name = text(node, field);
        if (name.isEmpty()) {
            return name;
        }
        if (directory.isEmpty()) {
            refuse(what, node, field, "files are not read here, put the content into " + instead);
        }
        try {
            return Optional.of(Files.readString(directory.get().resolve(name.get())));
        } catch (IOException e) {
            throw new KubeconfigException(what + " in the kubeconfig: cannot read " + field + " " + name.get(), e);
        }
    }

    private static Optional<String> text(final JsonNode node, final String field) {
        return Optional.of(node.path(field).asText("")).filter(value -> !value.isBlank());
    }
}
