package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** Pipelines of tests. */
final class Scripts {
    private Scripts() {}

    /** A new job. */
    static WorkflowJob job(final JenkinsRule jenkins, final String script) throws Exception {
        return job(jenkins, "p" + jenkins.jenkins.getItems().size(), script);
    }

    private static WorkflowJob job(final JenkinsRule jenkins, final String name, final String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** A build of a new job of this name, that has started. */
    static WorkflowRun start(final JenkinsRule jenkins, final String name, final String script) throws Exception {
        return job(jenkins, name, script).scheduleBuild2(0).waitForStart();
    }

    /** A build of a new job that has started. */
    static WorkflowRun start(final JenkinsRule jenkins, final String script) throws Exception {
        return job(jenkins, script).scheduleBuild2(0).waitForStart();
    }

    /** A build that has ended. */
    static WorkflowRun run(final JenkinsRule jenkins, final String script) throws Exception {
        return jenkins.waitForCompletion(start(jenkins, script));
    }

    /** The first build of a job, once it has ended. */
    static WorkflowRun ended(final JenkinsRule jenkins, final String name) throws Exception {
        return jenkins.waitForCompletion(
                jenkins.jenkins.getItemByFullName(name, WorkflowJob.class).getBuildByNumber(1));
    }

    /** Runs a script that must fail, with an error of one line that says this. */
    static WorkflowRun refused(final JenkinsRule jenkins, final String script, final String message) throws Exception {
        WorkflowRun build = jenkins.assertBuildStatus(Result.FAILURE, run(jenkins, script));
        assertOneLine(jenkins, build, message);
        return build;
    }

    /** Asserts that a build failed of an error of one line that says this. */
    static void assertOneLine(final JenkinsRule jenkins, final WorkflowRun build, final String message)
            throws Exception {
        String log = JenkinsRule.getLog(build);
        assertThat(log.lines().filter(line -> line.startsWith("ERROR: ")))
                .as(log)
                .singleElement()
                .asString()
                .contains(message);
        assertThat(log).doesNotContain("\tat ").doesNotContain("Exception");
    }
}
