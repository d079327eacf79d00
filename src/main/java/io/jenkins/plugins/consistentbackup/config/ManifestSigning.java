package io.jenkins.plugins.consistentbackup.config;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.consistentbackup.catalog.ManifestKeys;
import java.io.IOException;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** That the manifests of a cluster's sets are signed, and with what; holds no key itself. */
public class ManifestSigning implements Describable<ManifestSigning> {
    private final String keysCredentialsId;
    private boolean unsignedAccepted;

    @DataBoundConstructor
    public ManifestSigning(final String keysCredentialsId) {
        this.keysCredentialsId = Util.fixEmptyAndTrim(keysCredentialsId);
    }

    /** Secret text or secret file with the keys, one a line: the first signs, each of them is good for a check. */
    public String getKeysCredentialsId() {
        return keysCredentialsId;
    }

    /** Whether sets without a signature can be restored, as long as there are some from before there were keys. */
    public boolean isUnsignedAccepted() {
        return unsignedAccepted;
    }

    @DataBoundSetter
    public void setUnsignedAccepted(final boolean unsignedAccepted) {
        this.unsignedAccepted = unsignedAccepted;
    }

    /** The credentials with the keys, so that their use can be tracked. */
    Optional<StandardCredentials> find() {
        return ControllerCredentials.find(keysCredentialsId, null);
    }

    /**
     * The keys.
     *
     * @param cluster whose sets they are for, to be named in messages
     * @throws ClusterRefusedException when they cannot be had, since sets must not go unsigned then
     */
    ManifestKeys keys(final String cluster) throws ClusterRefusedException {
        String what = "the keys for manifests of cluster '" + cluster + "'";
        StandardCredentials credentials = find().orElseThrow(() -> new ClusterRefusedException(
                what + " do not exist; an administrator mends that in the global configuration"));
        try {
            ManifestKeys keys = ManifestKeys.read(ControllerCredentials.text(credentials));
            return unsignedAccepted ? keys.acceptingUnsigned() : keys;
        } catch (IOException e) {
            throw new ClusterRefusedException(what + ": credentials '" + credentials.getId() + "' cannot be read");
        } catch (IllegalArgumentException e) {
            throw new ClusterRefusedException(what + ": " + e.getMessage());
        }
    }

    /** The form of it. */
    @Extension
    @Symbol("manifestSigning")
    public static class DescriptorImpl extends Descriptor<ManifestSigning> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ManifestSigning_displayName();
        }

        @POST
        public ListBoxModel doFillKeysCredentialsIdItems(@QueryParameter final String keysCredentialsId) {
            return ControllerCredentials.choices(keysCredentialsId, null);
        }
    }
}
