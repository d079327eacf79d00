package io.jenkins.plugins.consistentbackup.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.consistentbackup.policy.NamePattern;
import io.jenkins.plugins.consistentbackup.snapshot.AtomicDrivers;
import java.util.HashSet;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A cluster that jobs name: where it is, as whom it is entered, and who may use it for what. */
public class ClusterDefinition implements Describable<ClusterDefinition> {
    private static final String NAME_SEPARATORS = ", \n\r\t";
    /** Folders may have blanks in their names. */
    private static final String FOLDER_SEPARATORS = ",\n\r";

    private final String name;
    private String cloud;
    private String serverUrl;
    private String caCertificate;
    private String credentialsId;
    private String contextName;
    private boolean inCluster;
    private String namespaces;
    private String folders;
    private String atomicDrivers;
    private ManifestSigning signing;

    @DataBoundConstructor
    public ClusterDefinition(final String name) {
        this.name = Util.fixNull(name).strip();
    }

    public String getName() {
        return name;
    }

    /** Name of a cloud that agents run in, whose address and credentials are used; null for those of this definition. */
    public String getCloud() {
        return cloud;
    }

    @DataBoundSetter
    public void setCloud(final String cloud) {
        this.cloud = Util.fixEmptyAndTrim(cloud);
    }

    /** URL of the API server; null when the credentials are a kubeconfig, or for the cluster that Jenkins runs in. */
    public String getServerUrl() {
        return serverUrl;
    }

    @DataBoundSetter
    public void setServerUrl(final String serverUrl) {
        this.serverUrl = Util.fixEmptyAndTrim(serverUrl);
    }

    /** Certificates (PEM) of the authority that the server's certificate comes from. */
    public String getCaCertificate() {
        return caCertificate;
    }

    @DataBoundSetter
    public void setCaCertificate(final String caCertificate) {
        this.caCertificate = Util.fixEmptyAndTrim(caCertificate);
    }

    /** Secret text with a token, or secret file with a kubeconfig. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(final String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** Context of a kubeconfig; null for its current one. */
    public String getContextName() {
        return contextName;
    }

    @DataBoundSetter
    public void setContextName(final String contextName) {
        this.contextName = Util.fixEmptyAndTrim(contextName);
    }

    /** Whether this is the cluster that Jenkins runs in, entered with the controller's own service account. */
    public boolean isInCluster() {
        return inCluster;
    }

    @DataBoundSetter
    public void setInCluster(final boolean inCluster) {
        this.inCluster = inCluster;
    }

    /** Namespaces that jobs may name, with {@code *} for any characters, by space, comma or line; null for all. */
    public String getNamespaces() {
        return namespaces;
    }

    @DataBoundSetter
    public void setNamespaces(final String namespaces) {
        this.namespaces = Util.fixEmptyAndTrim(namespaces);
    }

    /** Folders whose jobs may use this cluster, by comma or line; null for all jobs. */
    public String getFolders() {
        return folders;
    }

    @DataBoundSetter
    public void setFolders(final String folders) {
        this.folders = Util.fixEmptyAndTrim(folders);
    }

    /** CSI drivers that are known to cut a volume at one instant, by space, comma or line. */
    public String getAtomicDrivers() {
        return atomicDrivers;
    }

    @DataBoundSetter
    public void setAtomicDrivers(final String atomicDrivers) {
        this.atomicDrivers = Util.fixEmptyAndTrim(atomicDrivers);
    }

    /** How manifests are signed; null when they are not. */
    public ManifestSigning getSigning() {
        return signing;
    }

    @DataBoundSetter
    public void setSigning(final ManifestSigning signing) {
        this.signing = signing;
    }

    /** The drivers one by one. */
    AtomicDrivers drivers() {
        return new AtomicDrivers(new HashSet<>(Names.list(atomicDrivers, NAME_SEPARATORS)));
    }

    /** Whether jobs of this item may use the cluster. */
    boolean allows(final Item item) {
        List<String> allowed = Names.list(folders, FOLDER_SEPARATORS);
        String path = item.getFullName();
        return (allowed.isEmpty()
                        || allowed.stream().anyMatch(folder -> path.equals(folder) || path.startsWith(folder + "/")))
                && cloudAllows(item);
    }

    /** Who may use a cloud that is not there is not known. */
    private boolean cloudAllows(final Item item) {
        return cloud == null
                || AgentClouds.findAnywhere(cloud)
                        .filter(found -> found.usableBy().test(item))
                        .isPresent();
    }

    /** Whether jobs may name this namespace. */
    boolean allowsNamespace(final String namespace) {
        List<String> patterns = Names.list(namespaces, NAME_SEPARATORS);
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> NamePattern.matches(pattern, namespace));
    }

    /** The form of a cluster. */
    @Extension
    @Symbol("cluster")
    public static class DescriptorImpl extends Descriptor<ClusterDefinition> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ClusterDefinition_displayName();
        }

        /** The clouds that agents run in. */
        @POST
        public ListBoxModel doFillCloudItems(@QueryParameter final String cloud) {
            ListBoxModel model = new ListBoxModel();
            model.add(Messages.ClusterDefinition_noCloud(), "");
            if (Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                AgentClouds.allNames().forEach(model::add);
            }
            if (Util.fixEmpty(cloud) != null && model.stream().noneMatch(option -> option.value.equals(cloud))) {
                model.add(cloud);
            }
            return model;
        }

        /** Credentials of the controller's own store: these clusters are an administrator's. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @QueryParameter final String serverUrl, @QueryParameter final String credentialsId) {
            return ControllerCredentials.choices(credentialsId, serverUrl);
        }

        @POST
        public FormValidation doCheckName(@QueryParameter final String value) {
            return checked(Names.isName(value), Messages.ClusterDefinition_badName());
        }

        @POST
        public FormValidation doCheckServerUrl(@QueryParameter final String value) {
            return FieldChecks.ofServerUrl(null, value);
        }

        @POST
        public FormValidation doCheckCaCertificate(@QueryParameter final String value) {
            String certificate = Util.fixNull(value).strip();
            return checked(
                    certificate.isEmpty() || certificate.startsWith("-----BEGIN CERTIFICATE-----"),
                    Messages.ClusterDefinition_notACertificate());
        }

        @POST
        public FormValidation doCheckNamespaces(@QueryParameter final String value) {
            return Names.list(value, NAME_SEPARATORS).stream()
                    .filter(pattern -> !Names.isNamespacePattern(pattern))
                    .findFirst()
                    .map(wrong -> checked(false, Messages.ClusterDefinition_notANamespace(wrong)))
                    .orElse(FormValidation.ok());
        }

        @POST
        public FormValidation doCheckFolders(@QueryParameter final String value) {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return FormValidation.ok(); // Not even whether a folder exists.
            }
            return Names.list(value, FOLDER_SEPARATORS).stream()
                    .filter(folder -> Jenkins.get().getItemByFullName(folder) == null)
                    .findFirst()
                    .map(missing -> FormValidation.warning(Messages.ClusterDefinition_noSuchFolder(missing)))
                    .orElse(FormValidation.ok());
        }

        private static FormValidation checked(final boolean right, final String otherwise) {
            return right ? FormValidation.ok() : FieldChecks.toAdministrators(FormValidation.error(otherwise));
        }

        /** Lists nothing of the cluster: it only asks whether the credentials are accepted. */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter final String name,
                @QueryParameter final String cloud,
                @QueryParameter final String serverUrl,
                @QueryParameter final String caCertificate,
                @QueryParameter final String credentialsId,
                @QueryParameter final String contextName,
                @QueryParameter final boolean inCluster) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ClusterDefinition definition = new ClusterDefinition(name);
            definition.setCloud(cloud);
            definition.setServerUrl(serverUrl);
            definition.setCaCertificate(caCertificate);
            definition.setCredentialsId(credentialsId);
            definition.setContextName(contextName);
            definition.setInCluster(inCluster);
            return ConnectionProbe.of(definition);
        }
    }
}
