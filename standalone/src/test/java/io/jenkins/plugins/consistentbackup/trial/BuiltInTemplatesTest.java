package io.jenkins.plugins.consistentbackup.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests in YAML of all built-in templates: {@code NAME.test.yaml} among the test resources, one for each. */
class BuiltInTemplatesTest {
    static Stream<String> names() {
        return TemplateLibrary.builtIn().all().stream().map(HookTemplate::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void passesItsTests(String name) throws Exception {
        passes(name, Path.of("/bin/sh"));
    }

    /** A template of each family, in the shells that containers have. */
    @ParameterizedTest
    @ValueSource(strings = {"/bin/bash", "/bin/busybox"})
    void passesThemInOtherShells(String shell) throws Exception {
        assumeTrue(Files.isExecutable(Path.of(shell)), "no " + shell);
        for (String name : new String[] {"mariadb", "mongodb", "redis"}) {
            passes(name, Path.of(shell));
        }
    }

    private static void passes(String name, Path shell) throws Exception {
        String file = name + ".test.yaml";
        try (InputStream stream = TemplateLibrary.class.getResourceAsStream(file);
                TemplateTests tests = new TemplateTests(shell)) {
            assertThat(stream).as("tests of template " + name).isNotNull();
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            TemplateTests.Result result = tests.run(TemplateLibrary.builtIn().named(name), file, text);
            assertThat(result.mismatches().stream().flatMap(mismatch -> mismatch.lines().stream()))
                    .as(name + " in " + shell)
                    .isEmpty();
        }
    }
}
