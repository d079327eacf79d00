package io.jenkins.plugins.consistentbackup.embedded.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Writes which checks a test class made, with the source and the outcome of each, as a table beside the reports. */
final class ConformanceTable implements TestWatcher, AfterAllCallback {

    private final Map<String, String> rows = new TreeMap<>();

    @Override
    public void testSuccessful(ExtensionContext context) {
        add(context, "yes");
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        add(context, "NO");
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        add(context, "left out");
    }

    private void add(ExtensionContext context, String outcome) {
        Method method = context.getRequiredTestMethod();
        Source source = method.getAnnotation(Source.class);
        String row = "| " + words(method.getName()) + " | " + (source == null ? "" : source.value()) + " | " + outcome
                + " |\n";
        synchronized (rows) {
            rows.put(method.getName(), row);
        }
    }

    private static String words(String method) {
        return method.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        String name = context.getRequiredTestClass().getSimpleName();
        Path file = Path.of("target", "conformance", name + ".md");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    "## " + words(name) + "\n\n| check | source | holds |\n| --- | --- | --- |\n"
                            + String.join("", rows.values()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
