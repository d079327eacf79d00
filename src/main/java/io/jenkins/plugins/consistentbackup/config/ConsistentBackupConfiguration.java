package io.jenkins.plugins.consistentbackup.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.PersistentDescriptor;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;

/** What administrators set for all jobs. Holds no secrets: credentials are named by their ids. */
@Extension
@Symbol("consistentBackup")
public class ConsistentBackupConfiguration extends GlobalConfiguration implements PersistentDescriptor {
    private List<ClusterDefinition> clusters = new ArrayList<>();
    private List<TemplateDefinition> templates = new ArrayList<>();
    private boolean otherClustersAllowed;

    /** The one that is in force. */
    @NonNull
    public static ConsistentBackupConfiguration get() {
        return ExtensionList.lookupSingleton(ConsistentBackupConfiguration.class);
    }

    /** Clusters that jobs may name. */
    public List<ClusterDefinition> getClusters() {
        return List.copyOf(clusters);
    }

    @DataBoundSetter
    public void setClusters(final List<ClusterDefinition> clusters) {
        this.clusters = new ArrayList<>(clusters);
        save();
    }

    /** Hook templates besides the built-in ones. */
    public List<TemplateDefinition> getTemplates() {
        return List.copyOf(templates);
    }

    @DataBoundSetter
    public void setTemplates(final List<TemplateDefinition> templates) {
        this.templates = new ArrayList<>(templates);
        save();
    }

    /** Whether jobs may describe clusters of their own (serverUrl, credentialsId, …). */
    public boolean isOtherClustersAllowed() {
        return otherClustersAllowed;
    }

    @DataBoundSetter
    public void setOtherClustersAllowed(final boolean otherClustersAllowed) {
        this.otherClustersAllowed = otherClustersAllowed;
        save();
    }

    /**
     * The built-in templates and those of the administrator.
     *
     * @throws io.jenkins.plugins.consistentbackup.template.TemplateException when one of them is wrong
     */
    public TemplateLibrary library() {
        TemplateLibrary library = TemplateLibrary.builtIn();
        for (TemplateDefinition definition : templates) {
            library = library.with("global template library", definition.getText());
        }
        return library;
    }
}
