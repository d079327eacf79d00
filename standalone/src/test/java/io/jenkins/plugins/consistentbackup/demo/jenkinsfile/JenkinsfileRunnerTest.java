package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JenkinsfileRunnerTest {
    private final List<String> log = new ArrayList<>();
    private final BuildListener listener = new BuildListener() {
        @Override
        public void line(String text) {
            log.add(text);
        }

        @Override
        public void stage(String name, StageEvent event) {
            log.add(name + " " + event);
        }
    };
    private final JenkinsfileRunner runner = new JenkinsfileRunner(listener);

    @Test
    void runsStagesInOrder() {
        BuildOutcome outcome = run("""
                pipeline {
                    agent any
                    options { timeout(time: 1, unit: 'HOURS'); buildDiscarder(logRotator(numToKeepStr: '5')) }
                    triggers { cron('H 2 * * *') }
                    stages {
                        stage('One') { steps { echo 'first' } }
                        stage('Two') { steps { script { echo "second" } } }
                    }
                    post { success { echo 'good' }; failure { echo 'bad' }; cleanup { echo 'end' }; always { echo 'begin' } }
                }
                """);
        assertThat(outcome.result()).isEqualTo(BuildResult.SUCCESS);
        assertThat(log)
                .containsExactly(
                        "One STARTED",
                        "first",
                        "One SUCCEEDED",
                        "Two STARTED",
                        "second",
                        "Two SUCCEEDED",
                        "begin",
                        "good",
                        "end");
    }

    @Test
    void aFailedStepStopsTheStagesAfterItAndRunsPostFailure() {
        runner.step("consistentBackup", call -> {
            throw new StepFailedException("postgres-0 is not ready");
        });
        BuildOutcome outcome = run("""
                pipeline {
                    agent any
                    stages {
                        stage('Backup') { steps { consistentBackup(cluster: 'shop-cluster', namespace: 'shop') } }
                        stage('Deploy') { steps { echo 'must not run' } }
                    }
                    post { failure { echo 'alarm' } }
                }
                """);
        assertThat(outcome.result()).isEqualTo(BuildResult.FAILURE);
        assertThat(outcome.failure()).contains("postgres-0 is not ready");
        assertThat(log)
                .containsExactly(
                        "Backup STARTED",
                        "ERROR: postgres-0 is not ready",
                        "Backup FAILED",
                        "Deploy SKIPPED_AFTER_FAILURE",
                        "alarm");
    }

    @Test
    void aResultOfAStepReachesLaterStages() {
        List<Map<String, Object>> restored = new ArrayList<>();
        runner.step("consistentBackup", call -> Map.of("id", "set-1", "level", "application"));
        runner.step("restoreSnapshot", call -> restored.add(call.named()));
        run("""
                def backup = null
                pipeline {
                    agent any
                    environment { NAMESPACE = 'shop' }
                    stages {
                        stage('Backup') { steps { script { backup = consistentBackup(namespace: env.NAMESPACE) } } }
                        stage('Gate') {
                            steps { script { if (backup.level != 'application') { error "only ${backup.level}" } } }
                        }
                        stage('Deploy') { steps { error 'does not work' } }
                    }
                    post { failure { script { if (backup) { restoreSnapshot(set: backup.id, namespace: "${NAMESPACE}") } } } }
                }
                """);
        assertThat(restored).hasSize(1);
        assertThat(restored.get(0).get("set")).isEqualTo("set-1");
        assertThat(restored.get(0).get("namespace")).hasToString("shop");
    }

    @Test
    void aFailureInPostIsKeptBesideTheFirstFailure() {
        BuildOutcome outcome = run("""
                pipeline {
                    agent any
                    stages { stage('Deploy') { steps { error 'first' } } }
                    post { failure { error 'second' } }
                }
                """);
        assertThat(outcome.failure()).contains("first");
        assertThat(outcome.failedPosts()).containsExactly("second");
    }

    @Test
    void parametersHaveDefaultsAndCanBeGiven() {
        runner.parameter("VERSION", "2.1");
        run("""
                pipeline {
                    agent any
                    parameters {
                        string(name: 'VERSION', defaultValue: '2.0', description: '')
                        booleanParam(name: 'FAST', defaultValue: true, description: '')
                        choice(name: 'COLOUR', choices: ['red', 'blue'], description: '')
                    }
                    stages { stage('Show') { steps { echo "${params.VERSION} ${params.FAST} ${COLOUR}" } } }
                }
                """);
        assertThat(log).contains("2.1 true red");
    }

    @Test
    void whenDecidesOnAStage() {
        run("""
                pipeline {
                    agent any
                    environment { TIER = 'production' }
                    stages {
                        stage('Yes') { when { environment name: 'TIER', value: 'production' }; steps { echo 'yes' } }
                        stage('No') { when { allOf { expression { true }; not { expression { true } } } }; steps { echo 'no' } }
                        stage('Any') { when { anyOf { expression { false }; expression { true } } }; steps { echo 'any' } }
                    }
                }
                """);
        assertThat(log).contains("yes", "any", "No SKIPPED").doesNotContain("no");
    }

    @Test
    void parallelBranchesAllRun() {
        run("""
                pipeline {
                    agent none
                    stages {
                        stage('Both') {
                            parallel {
                                stage('Left') { steps { echo 'left' } }
                                stage('Right') { environment { SIDE = 'right' }; steps { echo SIDE } }
                            }
                            post { always { echo 'after both' } }
                        }
                        stage('Steps') { steps { parallel(a: { echo 'a' }, b: { echo 'b' }, failFast: true) } }
                    }
                }
                """);
        assertThat(log).containsSubsequence("left", "right", "after both", "[a]", "a", "[b]", "b");
    }

    @Test
    void blocksRetryTimeoutCatchErrorAndEnvironment() {
        int[] attempts = new int[1];
        runner.step("flaky", call -> {
            if (++attempts[0] < 3) {
                throw new StepFailedException("not yet");
            }
            return null;
        });
        BuildOutcome outcome = run("""
                pipeline {
                    agent any
                    stages {
                        stage('Blocks') {
                            steps {
                                retry(3) { flaky() }
                                timeout(time: 5, unit: 'MINUTES') { withEnv(['A=b']) { echo "${env.A}" } }
                                echo "A is ${env.A}"
                                catchError(buildResult: 'UNSTABLE') { error 'small' }
                                input 'Go on?'
                            }
                        }
                    }
                }
                """);
        assertThat(attempts[0]).isEqualTo(3);
        assertThat(outcome.result()).isEqualTo(BuildResult.UNSTABLE);
        assertThat(log).contains("b", "A is null", "ERROR: small");
    }

    @Test
    void aTimeoutStopsAShell(@TempDir Path workspace) {
        runner.step("sh", new ShellStep(workspace, Map::of, listener));
        BuildOutcome outcome = run("""
                pipeline {
                    agent any
                    stages { stage('Long') { steps { timeout(time: 300, unit: 'MILLISECONDS') { sh 'sleep 60' } } } }
                }
                """);
        assertThat(outcome.failure()).contains("Timeout has been exceeded");
    }

    @Test
    void shellsHaveTheEnvironmentOfTheBuild(@TempDir Path workspace) {
        runner.step("sh", new ShellStep(workspace, () -> Map.of("PATH", "/usr/bin:/bin"), listener));
        BuildOutcome outcome = run("""
                pipeline {
                    agent any
                    environment { NAMESPACE = 'shop' }
                    stages {
                        stage('Shell') {
                            steps {
                                sh 'echo in $NAMESPACE'
                                script {
                                    echo 'read ' + sh(script: 'pwd', returnStdout: true).trim()
                                    echo 'status ' + sh(script: 'exit 3', returnStatus: true)
                                }
                                sh 'exit 4'
                            }
                        }
                    }
                }
                """);
        assertThat(log).contains("in shop", "read " + workspace, "status 3");
        assertThat(outcome.failure()).contains("script returned exit code 4");
    }

    @Test
    void anErrorOfTheScriptNamesItsLine() {
        BuildOutcome outcome = run("""
                pipeline {
                    agent any
                    stages {
                        stage('Broken') { steps { script {
                            def missing = null
                            missing.length()
                        } } }
                    }
                }
                """);
        assertThat(outcome.failure().orElseThrow()).startsWith("Jenkinsfile:6: ");
    }

    @Test
    void unknownStepsAndSectionsAreNamed() {
        BuildOutcome outcome = run("""
                pipeline { agent any
                    stages { stage('S') { steps { consistantBackup() } } } }
                """);
        assertThat(outcome.failure().orElseThrow()).startsWith("No such step 'consistantBackup'");
        assertThatThrownBy(() -> run("pipeline { agent any\n stagess { } }"))
                .isInstanceOf(JenkinsfileException.class)
                .hasMessageContaining("pipeline has no 'stagess'");
    }

    @Test
    void filesThatAreNotDeclarativeAreRefused() {
        assertThatThrownBy(() -> run("echo 'hello'")).hasMessageContaining("must have one pipeline block");
        assertThatThrownBy(() -> run("pipeline {")).isInstanceOf(JenkinsfileException.class);
        assertThatThrownBy(() -> run("pipeline { stages { stage('S') { steps { } } } }"))
                .hasMessage("pipeline has no agent");
        assertThatThrownBy(() -> run("pipeline { agent any }")).hasMessage("pipeline has no stages");
        assertThatThrownBy(() -> run("pipeline { agent any\n stages { stage('S') { } } }"))
                .hasMessageContaining("neither steps nor stages");
    }

    private BuildOutcome run(String text) {
        return runner.run("Jenkinsfile", text);
    }
}
