package io.jenkins.plugins.consistentbackup.demo;

import java.nio.file.Path;
import java.util.List;

/** How to start another process like this one. */
final class JavaCommand {
    private JavaCommand() {}

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** Java with this class path; the name of a class is to follow. */
    static List<String> ofThisProcess() {
        return List.of(java(), "-XX:TieredStopAtLevel=1", "-cp", classPath());
    }
}
