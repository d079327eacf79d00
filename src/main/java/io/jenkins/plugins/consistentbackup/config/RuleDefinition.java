package io.jenkins.plugins.consistentbackup.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.policy.Restoring;
import io.jenkins.plugins.consistentbackup.policy.Rule;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.util.function.Consumer;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A rule of the operators, as a form or a configuration file says it. */
public class RuleDefinition implements Describable<RuleDefinition> {
    private final String name;
    private String clusters;
    private String folders;
    private String namespaces;
    private String onlyFolders;
    private String longestFreeze;
    private String leastLevel;
    private boolean groupSnapshot;
    private Integer leastKept;
    private String leastInterval;
    private String profile;
    private String templates;
    private String templateSources;
    /** What was stored before there were sources to name: only built-in templates and those of the list. */
    private transient boolean ownTemplatesRefused;

    private String restores;
    private Integer keptQuota;

    @DataBoundConstructor
    public RuleDefinition(final String name) {
        this.name = Util.fixNull(name).strip();
    }

    private Object readResolve() {
        if (ownTemplatesRefused && templateSources == null) {
            templateSources = "built_in, library";
        }
        return this;
    }

    /** What refusals call it. */
    public String getName() {
        return name;
    }

    /** Clusters of the list that it is about, with {@code *}, by space, comma or line; null for all, listed or not. */
    public String getClusters() {
        return clusters;
    }

    @DataBoundSetter
    public void setClusters(final String clusters) {
        this.clusters = Util.fixEmptyAndTrim(clusters);
    }

    /** Folders whose jobs it is about, with {@code *}, by comma or line; null for all jobs. */
    public String getFolders() {
        return folders;
    }

    @DataBoundSetter
    public void setFolders(final String folders) {
        this.folders = Util.fixEmptyAndTrim(folders);
    }

    /** Namespaces that it is about, with {@code *}, by space, comma or line; null for all. */
    public String getNamespaces() {
        return namespaces;
    }

    @DataBoundSetter
    public void setNamespaces(final String namespaces) {
        this.namespaces = Util.fixEmptyAndTrim(namespaces);
    }

    /** Folders whose jobs alone may touch the namespaces, with {@code *}, by comma or line; null for all jobs. */
    public String getOnlyFolders() {
        return onlyFolders;
    }

    @DataBoundSetter
    public void setOnlyFolders(final String onlyFolders) {
        this.onlyFolders = Util.fixEmptyAndTrim(onlyFolders);
    }

    /** {@code 10s}: writes are blocked for this long at most; null for no such limit. */
    public String getLongestFreeze() {
        return longestFreeze;
    }

    @DataBoundSetter
    public void setLongestFreeze(final String longestFreeze) {
        this.longestFreeze = Util.fixEmptyAndTrim(longestFreeze);
    }

    /** {@code application}, {@code filesystem} or {@code crash}; null for any level. */
    public String getLeastLevel() {
        return leastLevel;
    }

    @DataBoundSetter
    public void setLeastLevel(final String leastLevel) {
        this.leastLevel = Util.fixEmptyAndTrim(leastLevel);
    }

    /** Whether several volumes must be cut by one group snapshot. */
    public boolean isGroupSnapshot() {
        return groupSnapshot;
    }

    @DataBoundSetter
    public void setGroupSnapshot(final boolean groupSnapshot) {
        this.groupSnapshot = groupSnapshot;
    }

    /** How many usable sets of a namespace stay whatever jobs remove; null for no such limit. */
    public Integer getLeastKept() {
        return leastKept;
    }

    @DataBoundSetter
    public void setLeastKept(final Integer leastKept) {
        this.leastKept = leastKept;
    }

    /** {@code 10m}: from one backup of a namespace to the next; null for no such limit. */
    public String getLeastInterval() {
        return leastInterval;
    }

    @DataBoundSetter
    public void setLeastInterval(final String leastInterval) {
        this.leastInterval = Util.fixEmptyAndTrim(leastInterval);
    }

    /** {@code cluster} or {@code namespace}; null for either. */
    public String getProfile() {
        return profile;
    }

    @DataBoundSetter
    public void setProfile(final String profile) {
        this.profile = Util.fixEmptyAndTrim(profile);
    }

    /** Names of templates, with {@code *}, by space, comma or line; null for all. */
    public String getTemplates() {
        return templates;
    }

    @DataBoundSetter
    public void setTemplates(final String templates) {
        this.templates = Util.fixEmptyAndTrim(templates);
    }

    /** Any of {@code built_in}, {@code library}, {@code namespace}, {@code workspace}; null for all of them. */
    public String getTemplateSources() {
        return templateSources;
    }

    @DataBoundSetter
    public void setTemplateSources(final String templateSources) {
        this.templateSources = Util.fixEmptyAndTrim(templateSources);
    }

    /** {@code allowed}, {@code with_approval} or {@code refused}; null for the first. */
    public String getRestores() {
        return restores;
    }

    @DataBoundSetter
    public void setRestores(final String restores) {
        this.restores = Util.fixEmptyAndTrim(restores);
    }

    /** How many volumes and snapshots that restores have replaced may be kept of a namespace; null for no such limit. */
    public Integer getKeptQuota() {
        return keptQuota;
    }

    @DataBoundSetter
    public void setKeptQuota(final Integer keptQuota) {
        this.keptQuota = keptQuota;
    }

    /**
     * The rule.
     *
     * @throws IllegalArgumentException that names the rule and says what is wrong with it
     */
    Rule rule() {
        return RuleReading.of(this);
    }

    /** The form of a rule. */
    @Extension
    @Symbol("rule")
    public static class DescriptorImpl extends Descriptor<RuleDefinition> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.RuleDefinition_displayName();
        }

        @POST
        public ListBoxModel doFillLeastLevelItems() {
            return Words.items(Messages.RuleDefinition_any(), Level.APPLICATION, Level.FILESYSTEM, Level.CRASH);
        }

        @POST
        public ListBoxModel doFillProfileItems() {
            return Words.items(Messages.RuleDefinition_any(), Profile.values());
        }

        @POST
        public ListBoxModel doFillRestoresItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.RuleDefinition_restoresAllowed(), Words.lower(Restoring.ALLOWED));
            items.add(Messages.RuleDefinition_restoresWithApproval(), Words.lower(Restoring.WITH_APPROVAL));
            items.add(Messages.RuleDefinition_restoresRefused(), Words.lower(Restoring.REFUSED));
            return items;
        }

        @POST
        public FormValidation doCheckName(@QueryParameter final String value) {
            return FieldChecks.toAdministrators(
                    Names.isName(value)
                            ? FormValidation.ok()
                            : FormValidation.error(Messages.ClusterDefinition_badName()));
        }

        @POST
        public FormValidation doCheckNamespaces(@QueryParameter final String value) {
            return checked(rule -> rule.setNamespaces(value));
        }

        @POST
        public FormValidation doCheckLongestFreeze(@QueryParameter final String value) {
            return checked(rule -> rule.setLongestFreeze(value));
        }

        @POST
        public FormValidation doCheckLeastInterval(@QueryParameter final String value) {
            return checked(rule -> rule.setLeastInterval(value));
        }

        @POST
        public FormValidation doCheckLeastKept(@QueryParameter final String value) {
            return FieldChecks.ofNumber(null, value);
        }

        @POST
        public FormValidation doCheckTemplates(@QueryParameter final String value) {
            return checked(rule -> rule.setTemplates(value));
        }

        @POST
        public FormValidation doCheckOnlyFolders(@QueryParameter final String value) {
            return checked(rule -> rule.setOnlyFolders(value));
        }

        @POST
        public FormValidation doCheckTemplateSources(@QueryParameter final String value) {
            return checked(rule -> rule.setTemplateSources(value));
        }

        @POST
        public FormValidation doCheckKeptQuota(@QueryParameter final String value) {
            return FieldChecks.ofNumber(null, value);
        }

        private static FormValidation checked(final Consumer<RuleDefinition> words) {
            RuleDefinition rule = new RuleDefinition("checked");
            words.accept(rule);
            return FieldChecks.of(() -> RuleReading.unnamed(rule));
        }
    }
}
