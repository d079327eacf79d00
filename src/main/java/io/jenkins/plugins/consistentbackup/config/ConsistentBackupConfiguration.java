package io.jenkins.plugins.consistentbackup.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.PersistentDescriptor;
import io.jenkins.plugins.consistentbackup.policy.Policy;
import io.jenkins.plugins.consistentbackup.template.TemplateException;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** What administrators set for all jobs. Holds no secrets: credentials are named by their ids. */
@Extension
@Symbol("consistentBackup")
public class ConsistentBackupConfiguration extends GlobalConfiguration implements PersistentDescriptor {
    private List<ClusterDefinition> clusters = new ArrayList<>();
    private List<TemplateDefinition> templates = new ArrayList<>();
    private List<RuleDefinition> rules = new ArrayList<>();
    private StepDefaults defaults;
    private boolean otherClustersAllowed;

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.ConsistentBackupConfiguration_displayName();
    }

    /** The one that is in force. */
    @NonNull
    public static ConsistentBackupConfiguration get() {
        return ExtensionList.lookupSingleton(ConsistentBackupConfiguration.class);
    }

    /** Clusters that jobs may name. */
    public List<ClusterDefinition> getClusters() {
        return List.copyOf(clusters);
    }

    /**
     * @throws IllegalArgumentException when a name is missing, malformed or taken, since jobs could not say which they
     *     mean
     */
    @DataBoundSetter
    public void setClusters(final List<ClusterDefinition> clusters) {
        Set<String> names = new HashSet<>();
        for (ClusterDefinition definition : clusters) {
            if (!Names.isName(definition.getName())) {
                throw new IllegalArgumentException(
                        "cluster '" + definition.getName() + "': " + Messages.ClusterDefinition_badName());
            }
            if (!names.add(definition.getName())) {
                throw new IllegalArgumentException("there are two clusters with the name '" + definition.getName()
                        + "': give one of them another name");
            }
        }
        this.clusters = new ArrayList<>(clusters);
        save();
    }

    /** Hook templates besides the built-in ones. */
    public List<TemplateDefinition> getTemplates() {
        return List.copyOf(templates);
    }

    /**
     * @throws TemplateException when one cannot be read, the linter finds an error in it, or its name is taken
     */
    @DataBoundSetter
    public void setTemplates(final List<TemplateDefinition> templates) {
        library(templates);
        this.templates = new ArrayList<>(templates);
        save();
    }

    /** What jobs may do where. */
    public List<RuleDefinition> getRules() {
        return List.copyOf(rules);
    }

    /**
     * @throws IllegalArgumentException when one could not be kept by anybody, or its name is missing, malformed or
     *     taken, since refusals could not say which they mean
     */
    @DataBoundSetter
    public void setRules(final List<RuleDefinition> rules) {
        Set<String> names = new HashSet<>();
        for (RuleDefinition definition : rules) {
            if (!names.add(definition.rule().name())) {
                throw new IllegalArgumentException("there are two rules with the name '" + definition.getName()
                        + "': give one of them another name");
            }
        }
        this.rules = new ArrayList<>(rules);
        save();
    }

    /** All rules. */
    public Policy policy() {
        return new Policy(rules.stream().map(RuleDefinition::rule).toList());
    }

    /** What is in force where steps leave parameters out; null when that is for the engine alone. */
    public StepDefaults getDefaults() {
        return defaults;
    }

    /** @throws IllegalArgumentException when no step could use one of them */
    @DataBoundSetter
    public void setDefaults(final StepDefaults defaults) {
        if (defaults != null) {
            defaults.requireUsable();
        }
        this.defaults = defaults;
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
     * @throws TemplateException when one of them is wrong, which one that was right for an older version can be
     */
    public TemplateLibrary library() {
        return library(templates);
    }

    private static TemplateLibrary library(final List<TemplateDefinition> templates) {
        TemplateLibrary library = TemplateLibrary.builtIn();
        for (TemplateDefinition definition : templates) {
            library = library.with(TemplateOrigin.LIBRARY, "global template library", definition.getText());
        }
        return library;
    }

    /** A form in which the last entry of a list was removed does not mention the list at all: it is empty then. */
    @Override
    public boolean configure(final StaplerRequest2 request, final JSONObject form) throws FormException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            setClusters(request.bindJSONToList(ClusterDefinition.class, form.opt("clusters")));
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), e, "clusters");
        }
        try {
            setTemplates(request.bindJSONToList(TemplateDefinition.class, form.opt("templates")));
        } catch (TemplateException e) {
            throw new FormException(e.getMessage(), e, "templates");
        }
        try {
            setRules(request.bindJSONToList(RuleDefinition.class, form.opt("rules")));
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), e, "rules");
        }
        try {
            setDefaults(
                    form.has("defaults") ? request.bindJSON(StepDefaults.class, form.getJSONObject("defaults")) : null);
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), e, "defaults");
        }
        setOtherClustersAllowed(form.optBoolean("otherClustersAllowed"));
        return true;
    }
}
