package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsistentBackupTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpNamesCommandsAndExitStatus() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("plan", "backup", "restore", "undo", "Exit status:", "130");
    }

    @Test
    void noCommandIsAMistake() {
        assertThat(run()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString()).contains("Usage: consistent-backup");
    }

    @Test
    void unknownOptionsAreNamed() {
        assertThat(run("plan", "--namespase", "shop")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString()).contains("--namespase");
    }

    @Test
    void badDurationsSayWhatAGoodOneLooksLike() {
        assertThat(run("backup", "--max-freeze", "soon")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString()).contains("'soon' is no duration; write 500ms, 10s, 2m, 1h or 7d");
    }

    @Test
    void missingKubeconfigIsOneLine(@TempDir Path folder) {
        assertThat(run("list", "--kubeconfig", folder + "/none")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString().lines())
                .containsExactly("consistent-backup: cannot read the kubeconfig " + folder
                        + "/none; name another with --kubeconfig or KUBECONFIG");
    }

    @Test
    void unreachableClusterIsAFailureWithoutStackTrace(@TempDir Path folder) throws IOException {
        Path kubeconfig = kubeconfig(folder);
        assertThat(run("plan", "-n", "shop", "--kubeconfig", kubeconfig.toString()))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString()).startsWith("consistent-backup: ").doesNotContain("\tat ");
    }

    @Test
    void impossibleNamespaceIsRefusedBeforeAnythingIsSent(@TempDir Path folder) throws IOException {
        Path kubeconfig = kubeconfig(folder);
        assertThat(run("backup", "-n", "Shop!", "--kubeconfig", kubeconfig.toString()))
                .isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString()).contains("namespace 'Shop!' is not a name of a namespace");
    }

    @Test
    void lintNamesFileAndLine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "name: mine\nhold: [\n");
        assertThat(run("lint", folder.toString())).isEqualTo(ExitCodes.FAILED);
        assertThat(out.toString()).contains(file + ":").contains("1 templates");
    }

    @Test
    void lintOfAMissingFileIsAMistake(@TempDir Path folder) {
        assertThat(run("lint", folder + "/none.yaml")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString()).contains("cannot read " + folder + "/none.yaml: there is none of this name");
    }

    @Test
    void completionIsAShellScript() {
        assertThat(run("generate-completion")).isZero();
        assertThat(out.toString()).contains("complete -F");
    }

    /** Of a port on which nobody listens. */
    private static Path kubeconfig(Path folder) throws IOException {
        return Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
                users: [{name: u, user: {token: secret}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                """);
    }

    private int run(String... args) {
        return ConsistentBackup.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
