package io.jenkins.plugins.consistentbackup.trial;

import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerQuiescer;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts.Output;
import io.jenkins.plugins.consistentbackup.quiesce.HoldException;
import io.jenkins.plugins.consistentbackup.quiesce.ScriptRunner;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.HookTemplate.Levels;
import io.jenkins.plugins.consistentbackup.template.TemplateException;
import io.jenkins.plugins.consistentbackup.template.TemplateParameters;
import io.jenkins.plugins.consistentbackup.template.TemplateTest;
import io.jenkins.plugins.consistentbackup.template.TemplateTest.Expectation;
import io.jenkins.plugins.consistentbackup.template.TemplateTest.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** One test of a template, run: the real holder script, with stand-ins for the programs of the container. */
final class TestRun {
    private static final ContainerRef CONTAINER = new ContainerRef("test", "pod", "", "container");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String source;
    private final HookTemplate template;
    private final TemplateTest test;
    private final Path folder;
    private final StandIns programs;
    private final ScheduledExecutorService timer;
    private final HeardExec exec;
    private final Map<String, String> captured = new HashMap<>();
    private final List<Mismatch> mismatches = new ArrayList<>();

    /**
     * @param source the file of the test, for messages
     * @param test with its own folder filled in
     * @param folder the test's own folder
     */
    TestRun(
            final String source,
            final HookTemplate template,
            final TemplateTest test,
            final Path folder,
            final StandIns programs,
            final ScheduledExecutorService timer) {
        this.source = source;
        this.template = template;
        this.test = test;
        this.folder = folder;
        this.programs = programs;
        this.timer = timer;
        Map<String, String> environment = new HashMap<>(test.environment());
        environment.put("PATH", programs.programs().toString());
        environment.put("HOME", folder.toString());
        environment.put("TMPDIR", folder.toString());
        exec = new HeardExec(new ProcessContainer(environment));
    }

    /** Runs it and says what was not as expected. */
    List<Mismatch> run() throws IOException, InterruptedException {
        Map<String, String> parameters;
        try {
            parameters = TemplateParameters.complete(template, test.parameters());
        } catch (TemplateException e) {
            refused(e.getMessage());
            return mismatches;
        }
        for (Expectation expectation : test.expectations()) {
            look(expectation, parameters);
        }
        return mismatches;
    }

    /** Values that are refused are all that there is to look at. */
    private void refused(final String message) {
        Expectation first = test.expectations().get(0);
        if (first.subject() == TemplateTest.Subject.PARAMETERS) {
            failed(first, message);
        } else {
            mismatch(first, first.line(), "parameters that are taken", message);
        }
    }

    private void look(final Expectation expectation, final Map<String, String> parameters)
            throws IOException, InterruptedException {
        switch (expectation.subject()) {
            case PARAMETERS -> succeeded(expectation, List.of());
            case ROLE -> script(expectation, template.role(), parameters);
            case VOLUMES -> script(expectation, template.volumes(), parameters);
            case HOLD -> hold(expectation, parameters);
            case WRITABLE -> script(expectation, template.writable(), parameters);
            case PREPARE -> script(expectation, template.restore().prepare(), withCaptured(parameters));
            case CHECK -> script(expectation, template.restore().check(), parameters);
            case CAPTURED ->
                equal(expectation, captured.getOrDefault(expectation.name().orElseThrow(), "nothing"));
            case FILES ->
                equal(expectation, file(folder.resolve(expectation.name().orElseThrow())));
            case LEVELS ->
                equal(expectation, level(template.levels(), expectation.name().orElseThrow()));
            case ASKED -> asked(expectation);
            case NEVER_ASKED -> neverAsked(expectation);
        }
    }

    private void script(final Expectation expectation, final Optional<String> script, final Map<String, String> values)
            throws InterruptedException {
        if (script.isEmpty()) {
            mismatch(expectation, expectation.line(), "a script", "the template has none");
            return;
        }
        Output output;
        try {
            output = Await.result(new ScriptRunner(exec, timer).run(CONTAINER, script.get(), values, LIMIT));
        } catch (HoldException e) {
            failed(expectation, e.getMessage());
            return;
        }
        if (output.exitCode() == 0) {
            succeeded(expectation, output.lines());
        } else {
            failed(expectation, "status " + output.exitCode() + ": " + String.join("\n", output.errors()));
        }
    }

    private void hold(final Expectation expectation, final Map<String, String> parameters)
            throws InterruptedException, IOException {
        List<String> heard = exec.listen();
        try {
            OneHold.Result result =
                    OneHold.of(new ContainerQuiescer(exec, timer), OneHold.request(CONTAINER, template, parameters));
            for (Map.Entry<String, byte[]> artefact :
                    result.released().captured().entrySet()) {
                captured.put(artefact.getKey(), new String(artefact.getValue(), StandardCharsets.UTF_8));
                Files.write(capturedFolder().resolve(artefact.getKey()), artefact.getValue());
            }
            succeeded(expectation, protocol(heard));
        } catch (HoldException e) {
            exec.awaitEnd();
            failed(expectation, e.getMessage());
        }
    }

    /** What was said up to the end, but for what was captured, which has a place of its own. */
    private static List<String> protocol(final List<String> heard) {
        List<String> soFar = List.copyOf(heard); // The program may still say something, which nobody asked for.
        return soFar.subList(0, soFar.indexOf("END") + 1).stream()
                .filter(line -> !line.startsWith("CAPTURE "))
                .toList();
    }

    private Map<String, String> withCaptured(final Map<String, String> parameters) throws IOException {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("CAPTURED", capturedFolder().toString());
        return all;
    }

    private Path capturedFolder() throws IOException {
        return Files.createDirectories(folder.resolve("captured"));
    }

    private static String file(final Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "no such file";
    }

    private static String level(final Levels levels, final String volumes) {
        HookTemplate.ByDriver level =
                switch (volumes) {
                    case "one" -> levels.one();
                    case "several" -> levels.several();
                    default -> levels.group();
                };
        return level.atomic().name().toLowerCase(Locale.ROOT);
    }

    private void succeeded(final Expectation expectation, final List<String> lines) {
        if (expectation.fails()) {
            String text = expectation.lines().get(0).text();
            mismatch(
                    expectation,
                    expectation.lines().get(0).number(),
                    "a failure that says: " + text,
                    "no failure" + (lines.isEmpty() ? "" : ": " + String.join("\n", lines)));
            return;
        }
        for (int i = 0; i < Math.max(lines.size(), expectation.lines().size()); i++) {
            boolean beyond = i >= expectation.lines().size();
            String wanted = beyond ? "nothing more" : expectation.lines().get(i).text();
            String got = i < lines.size() ? lines.get(i) : "nothing more";
            boolean anything = expectation.lines().isEmpty(); // Status 0 is all that was asked for.
            if (!anything && !got.equals(wanted)) {
                int line =
                        beyond ? expectation.line() : expectation.lines().get(i).number();
                mismatch(expectation, line, wanted, got);
                return;
            }
        }
    }

    private void failed(final Expectation expectation, final String message) {
        if (!expectation.fails()) {
            mismatch(expectation, expectation.line(), "success", message);
        } else if (!message.contains(expectation.lines().get(0).text())) {
            Line wanted = expectation.lines().get(0);
            mismatch(expectation, wanted.number(), "a failure that says: " + wanted.text(), message);
        }
    }

    private void equal(final Expectation expectation, final String got) {
        Line wanted = expectation.lines().get(0);
        if (!wanted.text().equals(got)) {
            mismatch(expectation, wanted.number(), wanted.text(), got);
        }
    }

    private void asked(final Expectation expectation) throws IOException {
        String all = programs.asked();
        int from = 0;
        for (Line wanted : expectation.lines()) {
            int at = all.indexOf(wanted.text(), from);
            if (at < 0) {
                mismatch(
                        expectation,
                        wanted.number(),
                        wanted.text(),
                        "after what came before it: " + all.substring(from));
                return;
            }
            from = at + wanted.text().length();
        }
    }

    private void neverAsked(final Expectation expectation) throws IOException {
        String all = programs.asked();
        for (Line unwanted : expectation.lines()) {
            if (all.contains(unwanted.text())) {
                mismatch(expectation, unwanted.number(), "no program is asked " + unwanted.text(), all);
            }
        }
    }

    private void mismatch(final Expectation expectation, final int line, final String wanted, final String got) {
        String what = expectation.subject().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + expectation.name().map(name -> " " + name).orElse("");
        mismatches.add(new Mismatch(source, line, test.name(), what, wanted, got));
    }
}
