package io.jenkins.plugins.consistentbackup.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import io.jenkins.plugins.consistentbackup.buildpage.RestoreAction;
import io.jenkins.plugins.consistentbackup.job.Barriers.Barrier;
import io.jenkins.plugins.consistentbackup.job.GatedShop;
import io.jenkins.plugins.consistentbackup.job.Recorded;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What becomes of restores that are interrupted in each phase that takes long, one namespace a phase. */
@Tag("jenkins")
class RestoreInterruptedTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    /** Long enough that it has not passed when the test goes on, short enough to wait for it after that. */
    private static final Duration SLOW = Duration.ofSeconds(45);

    private static final List<String> PHASES = List.of("stop", "prepare", "start", "check", "safety", "claims");

    @RegisterExtension
    private static final GatedShop shop = new GatedShop();

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void afterARestartItGoesOn() throws Throwable {
        sessions.then(jenkins -> {
            begin(jenkins, "again");
            startRestores(jenkins, "again");
        });
        sessions.then(jenkins -> {
            shop.hinderNothing();
            for (String phase : PHASES) {
                WorkflowRun build = jenkins.assertBuildStatusSuccess(Scripts.ended(jenkins, "restore-again-" + phase));
                jenkins.assertLogContains("done: restore-", build);
                assertThat(build.getActions(RestoreAction.class)).hasSize(1);
                assertThat(shop.read("again-" + phase)).isEqualTo("set-again-" + phase);
            }
            await().atMost(LIMIT).until(Recorded::nothing);
        });
    }

    @Test
    void abortedItIsTakenBack() throws Throwable {
        sessions.then(jenkins -> {
            begin(jenkins, "abort");
            startRestores(jenkins, "abort");
            long stopped = System.nanoTime();
            for (String phase : PHASES) {
                jenkins.jenkins
                        .getItemByFullName("restore-abort-" + phase, WorkflowJob.class)
                        .getBuildByNumber(1)
                        .doStop();
            }
            for (String phase : PHASES) {
                WorkflowRun build = Scripts.ended(jenkins, "restore-abort-" + phase);
                jenkins.assertBuildStatus(Result.ABORTED, build);
                jenkins.assertLogContains("aborted; releasing and cleaning up first", build);
                jenkins.assertLogNotContains("done: restore-", build);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(SLOW);
            shop.hinderNothing();
            await().atMost(LIMIT).until(Recorded::nothing);
            for (String phase : PHASES) {
                assertThat(shop.read("abort-" + phase)).isEqualTo("old-abort-" + phase);
            }
        });
    }

    /** A set in each namespace, and something else in it since. */
    private static void begin(final JenkinsRule jenkins, final String prefix) throws Exception {
        shop.setUp();
        StringBuilder backups = new StringBuilder();
        for (String phase : PHASES) {
            String namespace = prefix + "-" + phase;
            shop.open(namespace, "set-" + namespace);
            backups.append("consistentBackup(namespace: '%s')%n".formatted(namespace));
        }
        jenkins.assertBuildStatusSuccess(Scripts.run(jenkins, backups.toString()));
        for (String phase : PHASES) {
            String namespace = prefix + "-" + phase;
            shop.write(namespace, "old-" + namespace);
        }
        shop.setUpNarrow(prefix + "-safety");
    }

    /** A restore in each namespace, which stays in the phase that the namespace is named after. */
    private static void startRestores(final JenkinsRule jenkins, final String prefix) throws Exception {
        shop.barriers().raise(Barrier.STOP, "old-" + prefix + "-stop");
        shop.barriers().raise(Barrier.PREPARE, "set-" + prefix + "-prepare");
        shop.barriers().raise(Barrier.START, "set-" + prefix + "-start");
        shop.barriers().raise(Barrier.CHECK, "set-" + prefix + "-check");
        for (String phase : PHASES.subList(0, 4)) {
            startRestore(jenkins, prefix, phase, GatedShop.CLUSTER);
        }
        awaitPhases(prefix, PHASES.subList(0, 4));
        shop.driver().readyLatency(SLOW).provisionLatency(SLOW);
        startRestore(jenkins, prefix, "safety", prefix + "-safety");
        startRestore(jenkins, prefix, "claims", GatedShop.CLUSTER);
        awaitPhases(prefix, PHASES);
    }

    private static void startRestore(
            final JenkinsRule jenkins, final String prefix, final String phase, final String cluster) throws Exception {
        Scripts.start(jenkins, "restore-" + prefix + "-" + phase, """
            def done = restoreSnapshot(cluster: '%s', namespace: '%s', set: 'newest')
            echo "done: ${done.id}"
            """.formatted(cluster, prefix + "-" + phase));
    }

    private static void awaitPhases(final String prefix, final List<String> phases) {
        for (String phase : phases) {
            await().atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(Recorded.phases(prefix + "-" + phase)).containsExactly(phase));
        }
    }
}
