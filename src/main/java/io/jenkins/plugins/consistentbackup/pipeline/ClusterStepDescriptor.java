package io.jenkins.plugins.consistentbackup.pipeline;

import hudson.model.Descriptor;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.consistentbackup.job.ClusterForm;
import io.jenkins.plugins.consistentbackup.job.ClusterSettings;
import java.util.Map;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/**
 * What the descriptors of all steps have in common. Help for the fields stands once, beside the settings. Public, because the
 * expressions of forms reach the methods of public classes only.
 */
public abstract class ClusterStepDescriptor extends StepDescriptor implements ClusterForm {
    private final Class<? extends ClusterSettings<?>> settings;

    ClusterStepDescriptor(final Class<? extends ClusterSettings<?>> settings) {
        this.settings = settings;
    }

    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class);
    }

    /** What the stage view shows beside the step's name. */
    @Override
    public final String argumentsToString(final Map<String, Object> arguments) {
        return arguments.get("namespace") instanceof String namespace ? namespace : null;
    }

    @Override
    public final String getHelpFile(final String fieldName) {
        String own = super.getHelpFile(fieldName);
        Descriptor<?> fields = Jenkins.get().getDescriptor(settings);
        return own != null || fieldName == null || fields == null ? own : fields.getHelpFile(fieldName);
    }
}
