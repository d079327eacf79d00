package io.jenkins.plugins.consistentbackup.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FilesTemplateTest {
    private static final HookTemplate TEMPLATE = TemplateLibrary.builtIn().named("files");

    @TempDir
    Path directory;

    static Stream<List<String>> shells() {
        return ShellRun.shells();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void writesTheNamedDirectories(List<String> shell) throws Exception {
        Path second = Files.createDirectory(directory.resolve("second*"));
        assertThat(run(shell, directory + " " + second))
                .isEqualTo(new ShellRun(0, "written " + directory + "\nwritten " + second + "\n"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void directoryThatIsNotThereIsAFailure(List<String> shell) throws Exception {
        assertThat(run(shell, directory + "/none"))
                .isEqualTo(new ShellRun(1, directory + "/none is no directory in the container\n"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void valueIsData(List<String> shell) throws Exception {
        run(shell, "$(touch " + directory + "/touched) ;touch " + directory + "/touched");
        assertThat(directory.resolve("touched")).doesNotExist();
    }

    private static ShellRun run(List<String> shell, String directories) throws Exception {
        return ShellRun.of(shell, TEMPLATE.hold().acquire(), Map.of("DIRECTORIES", directories));
    }
}
