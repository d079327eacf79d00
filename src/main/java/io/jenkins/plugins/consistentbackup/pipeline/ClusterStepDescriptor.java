package io.jenkins.plugins.consistentbackup.pipeline;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.consistentbackup.job.ClusterForm;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/**
 * What the descriptors of all steps have in common. Public, because the expressions of forms reach the methods of public
 * classes only.
 */
public abstract class ClusterStepDescriptor extends StepDescriptor implements ClusterForm {
    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class);
    }

    /** What the stage view shows beside the step's name. */
    @Override
    public final String argumentsToString(final Map<String, Object> arguments) {
        return arguments.get("namespace") instanceof String namespace ? namespace : null;
    }
}
