package io.jenkins.plugins.consistentbackup.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FilesTemplateTest {
    private static final HookTemplate TEMPLATE = TemplateLibrary.builtIn().named("files");

    @TempDir
    Path directory;

    /** Those shells that this machine has. */
    static Stream<List<String>> shells() {
        return Stream.of(List.of("/bin/dash"), List.of("/bin/bash"), List.of("/bin/busybox", "sh"))
                .filter(shell -> Files.isExecutable(Path.of(shell.get(0))));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void writesTheNamedDirectories(List<String> shell) throws Exception {
        Path second = Files.createDirectory(directory.resolve("second*"));
        assertThat(run(shell, directory + " " + second))
                .isEqualTo("0\nwritten " + directory + "\nwritten " + second + "\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void directoryThatIsNotThereIsAFailure(List<String> shell) throws Exception {
        assertThat(run(shell, directory + "/none")).isEqualTo("1\n" + directory + "/none is no directory in the container\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void valueIsData(List<String> shell) throws Exception {
        run(shell, "$(touch " + directory + "/touched) ;touch " + directory + "/touched");
        assertThat(directory.resolve("touched")).doesNotExist();
    }

    private static String run(List<String> shell, String directories) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(shell.stream(), Stream.of("-c", TEMPLATE.hold().acquire())).toList());
        builder.environment().put("DIRECTORIES", directories);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + "\n" + output;
    }
}
