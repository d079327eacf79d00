package io.jenkins.plugins.consistentbackup.config;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Credentials of the controller's own store, which an administrator names in the global configuration. */
final class ControllerCredentials {
    /** Secret text, or a secret file. */
    private static final CredentialsMatcher USABLE = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(StringCredentials.class),
            CredentialsMatchers.instanceOf(FileCredentials.class));

    private static final int LARGEST_FILE = 1 << 20;

    private ControllerCredentials() {}

    /**
     * The credentials of an id; none when there are none, or none for this server.
     *
     * @param id null for none
     * @param serverUrl null when they are not for a server
     */
    static Optional<StandardCredentials> find(final String id, final String serverUrl) {
        return CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardCredentials.class,
                        Jenkins.get(),
                        ACL.SYSTEM2,
                        URIRequirementBuilder.fromUri(serverUrl).build())
                .stream()
                .filter(candidate -> candidate.getId().equals(id))
                .findFirst();
    }

    /** What can be chosen in a form; who is no administrator learns nothing but what is chosen. */
    static ListBoxModel choices(final String chosen, final String serverUrl) {
        StandardListBoxModel model = new StandardListBoxModel();
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return model.includeCurrentValue(chosen);
        }
        return model.includeEmptyValue()
                .includeMatchingAs(
                        ACL.SYSTEM2,
                        Jenkins.get(),
                        StandardCredentials.class,
                        URIRequirementBuilder.fromUri(serverUrl).build(),
                        USABLE)
                .includeCurrentValue(chosen);
    }

    /**
     * The text that a secret text or a secret file holds.
     *
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when they are of another kind
     */
    static String text(final StandardCredentials credentials) throws IOException {
        if (credentials instanceof StringCredentials text) {
            return text.getSecret().getPlainText();
        }
        if (credentials instanceof FileCredentials file) {
            return text(file);
        }
        throw new IllegalArgumentException(
                "credentials '" + credentials.getId() + "' are neither a secret text nor a secret file");
    }

    /** The text of a secret file. */
    static String text(final FileCredentials file) throws IOException {
        try (InputStream content = file.getContent()) {
            return new String(content.readNBytes(LARGEST_FILE), StandardCharsets.UTF_8);
        }
    }
}
