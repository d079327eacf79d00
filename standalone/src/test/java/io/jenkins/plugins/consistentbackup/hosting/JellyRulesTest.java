package io.jenkins.plugins.consistentbackup.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JellyRulesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<style>p {}</style>                  | <style> element",
                "<script>go()</script>                | <script> without src",
                "<a onmouseover='go()'/>              | <a> has onmouseover",
                "<f:link onclick='go()'/>             | <f:link> has onclick",
                "<f:textbox checkUrl='x'/>            | <f:textbox> has checkUrl without checkDependsOn",
            })
    void findsWhatTheCheckerFinds(String content, String problem) throws IOException {
        assertThat(JellyRules.problems(PluginPom.parse(jelly(content)))).containsExactly(problem);
    }

    @Test
    void acceptsWhatTheCheckerAccepts() throws IOException {
        String content = "<script src='x.js'/><script type='application/json'>{}</script><f:entry only='1'/>"
                + "<f:textbox checkUrl='x' checkDependsOn='y'/>";
        assertThat(JellyRules.problems(PluginPom.parse(jelly(content)))).isEmpty();
    }

    private Path jelly(String content) throws IOException {
        return Files.writeString(folder.resolve("x.jelly"), "<div xmlns:f='/lib/form'>" + content + "</div>");
    }
}
