package io.jenkins.plugins.consistentbackup.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.consistentbackup.template.Finding;
import io.jenkins.plugins.consistentbackup.template.TemplateLinter;
import java.util.List;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A hook template of the administrator's library; its name stands in its text. */
public class TemplateDefinition implements Describable<TemplateDefinition> {
    private final String text;

    @DataBoundConstructor
    public TemplateDefinition(final String text) {
        this.text = Util.fixNull(text);
    }

    /** The template as YAML. */
    public String getText() {
        return text;
    }

    /** The form of a template. */
    @Extension
    @Symbol("template")
    public static class DescriptorImpl extends Descriptor<TemplateDefinition> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.TemplateDefinition_displayName();
        }

        @POST
        public FormValidation doCheckText(@QueryParameter final String value) {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return FormValidation.ok();
            }
            List<Finding> findings = TemplateLinter.lint("template", Util.fixNull(value));
            if (findings.isEmpty()) {
                return FormValidation.ok();
            }
            String message = findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
            return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR)
                    ? FormValidation.error(message)
                    : FormValidation.warning(message);
        }
    }
}
