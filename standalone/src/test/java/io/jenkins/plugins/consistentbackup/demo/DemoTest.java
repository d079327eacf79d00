package io.jenkins.plugins.consistentbackup.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole demo, as ./demo runs it: minutes, so it is not run by default. */
@Tag("soak")
class DemoTest {

    @Test
    void everyPromiseIsKept() throws InterruptedException {
        StringWriter story = new StringWriter();
        boolean kept = new Demo(Path.of("..", "Jenkinsfile.example"), new PrintWriter(story, true)).run();
        assertThat(kept).as(story.toString()).isTrue();
    }
}
