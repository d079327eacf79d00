package io.jenkins.plugins.consistentbackup.trial;

import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.TemplateTest;
import io.jenkins.plugins.consistentbackup.template.TemplateTest.Answer;
import io.jenkins.plugins.consistentbackup.template.TemplateTest.Expectation;
import io.jenkins.plugins.consistentbackup.template.TemplateTest.Line;
import io.jenkins.plugins.consistentbackup.template.TemplateTestReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Runs the tests of a template, each in a folder of its own that is removed afterwards. */
public final class TemplateTests implements AutoCloseable {
    private static final String FOLDER = "{folder}";

    private final Path shell;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "template-tests");
        thread.setDaemon(true);
        return thread;
    });

    /** @param shell what containers have as {@code sh} */
    public TemplateTests(final Path shell) {
        this.shell = shell;
    }

    /**
     * What came of a template's tests.
     *
     * @param tests how many were run
     * @param mismatches all that was not as expected
     */
    public record Result(int tests, List<Mismatch> mismatches) {}

    /**
     * Runs all tests of a file.
     *
     * @param template the template
     * @param source the tests' file, for messages
     * @param text the tests
     * @throws io.jenkins.plugins.consistentbackup.template.TemplateException when the tests cannot be read
     */
    public Result run(final HookTemplate template, final String source, final String text) throws InterruptedException {
        List<TemplateTest> tests = TemplateTestReader.read(source, text);
        List<Mismatch> mismatches = new ArrayList<>();
        for (TemplateTest test : tests) {
            try {
                mismatches.addAll(run(template, source, test));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot run test " + test.name() + " of " + source, e);
            }
        }
        return new Result(tests.size(), List.copyOf(mismatches));
    }

    private List<Mismatch> run(final HookTemplate template, final String source, final TemplateTest written)
            throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("consistent-backup-test");
        try {
            Path folder = Files.createDirectory(scratch.resolve("folder"));
            TemplateTest test = in(folder, written);
            for (Map.Entry<String, String> file : test.files().entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            StandIns programs = StandIns.in(Files.createDirectory(scratch.resolve("container")), shell, template, test);
            return new TestRun(source, template, test, folder, programs, timer).run();
        } finally {
            delete(scratch);
        }
    }

    /** The test with its folder's path in all its texts. */
    private static TemplateTest in(final Path folder, final TemplateTest test) {
        UnaryOperator<String> fill = text -> text.replace(FOLDER, folder.toString());
        return new TemplateTest(
                test.name(),
                test.line(),
                filled(test.parameters(), fill),
                filled(test.environment(), fill),
                filled(test.files(), fill),
                test.answers().stream().map(answer -> filled(answer, fill)).toList(),
                test.expectations().stream().map(each -> filled(each, fill)).toList());
    }

    private static Map<String, String> filled(final Map<String, String> texts, final UnaryOperator<String> fill) {
        Map<String, String> filled = new LinkedHashMap<>();
        texts.forEach((name, text) -> filled.put(name, fill.apply(text)));
        return filled;
    }

    private static Answer filled(final Answer answer, final UnaryOperator<String> fill) {
        return new Answer(
                answer.program(),
                answer.statement(),
                fill.apply(answer.asked()),
                fill.apply(answer.prints()),
                fill.apply(answer.errors()),
                answer.status(),
                answer.times());
    }

    private static Expectation filled(final Expectation each, final UnaryOperator<String> fill) {
        List<Line> lines = each.lines().stream()
                .map(line -> new Line(line.number(), fill.apply(line.text())))
                .toList();
        return new Expectation(each.line(), each.subject(), each.name(), lines, each.fails());
    }

    private static void delete(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
