package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

/** What a step of a Jenkinsfile does. */
@FunctionalInterface
public interface Step {

    /**
     * Does it, in the build's thread.
     *
     * @return what the step returns to the script, or null
     * @throws StepFailedException when the step fails; its message goes to the log
     * @throws InterruptedException when the build is aborted or a timeout passed
     */
    Object run(StepCall call) throws InterruptedException;
}
