package io.jenkins.plugins.consistentbackup.config;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Descriptor;
import hudson.model.ModelObject;
import hudson.util.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;

/** Credentials of tests, in the store of the controller or of a folder. */
final class Secrets {
    private final ModelObject owner;

    private Secrets(ModelObject owner) {
        this.owner = owner;
    }

    static Secrets in(ModelObject owner) {
        return new Secrets(owner);
    }

    Secrets token(String id, String token) throws IOException {
        return add(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(token)));
    }

    Secrets systemToken(String id, String token) throws IOException {
        return add(new StringCredentialsImpl(CredentialsScope.SYSTEM, id, "", Secret.fromString(token)));
    }

    Secrets kubeconfig(String id, String text) throws IOException {
        SecretBytes bytes = SecretBytes.fromRawBytes(text.getBytes(StandardCharsets.UTF_8));
        return add(new FileCredentialsImpl(CredentialsScope.GLOBAL, id, "", "kubeconfig", bytes));
    }

    Secrets password(String id) throws IOException {
        try {
            return add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id, "", "me", "a-password"));
        } catch (Descriptor.FormException e) {
            throw new IllegalArgumentException("the test's password is not accepted", e);
        }
    }

    private Secrets add(Credentials credentials) throws IOException {
        CredentialsProvider.lookupStores(owner).iterator().next().addCredentials(Domain.global(), credentials);
        return this;
    }
}
