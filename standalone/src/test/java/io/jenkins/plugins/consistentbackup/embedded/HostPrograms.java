package io.jenkins.plugins.consistentbackup.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs of this machine, without which a test cannot run. */
public final class HostPrograms {
    private HostPrograms() {}

    public static boolean has(final String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
