package io.jenkins.plugins.consistentbackup.template;

import io.jenkins.plugins.consistentbackup.template.TemplateTest.Answer;
import io.jenkins.plugins.consistentbackup.template.TemplateTest.Expectation;
import io.jenkins.plugins.consistentbackup.template.TemplateTest.Line;
import io.jenkins.plugins.consistentbackup.template.TemplateTest.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the tests of a template from YAML. */
public final class TemplateTestReader {
    private static final int LARGEST_STATUS = 255;
    private static final List<String> NUMBERS = List.of("one", "several", "group");
    private static final List<Subject> MAY_FAIL = List.of(
            Subject.PARAMETERS,
            Subject.ROLE,
            Subject.VOLUMES,
            Subject.HOLD,
            Subject.WRITABLE,
            Subject.PREPARE,
            Subject.CHECK);

    private final Places places = new Places();
    private final Problems problems;

    private TemplateTestReader(final Problems problems) {
        this.problems = problems;
    }

    /**
     * Reads all tests of a file.
     *
     * @param source what the text was read from, for messages
     * @param text the YAML document
     * @throws TemplateException with a finding for each problem
     */
    public static List<TemplateTest> read(final String source, final String text) {
        Problems problems = new Problems(source);
        List<TemplateTest> tests = YamlReader.read(text, problems)
                .map(root -> new TemplateTestReader(problems).tests(root))
                .orElse(List.of());
        if (problems.hasErrors()) {
            throw new TemplateException(problems.findings());
        }
        return tests;
    }

    private List<TemplateTest> tests(final Node root) {
        Fields fields = Fields.of("", root, places, problems);
        List<Fields> each = fields.mappings("tests");
        fields.end();
        if (each.isEmpty()) {
            problems.error(fields.line("tests"), "missing-field", "there is no test: list some as tests");
        }
        List<TemplateTest> tests = new ArrayList<>();
        for (Fields test : each) {
            tests.add(test(test, "tests[" + tests.size() + "]"));
        }
        return List.copyOf(tests);
    }

    private TemplateTest test(final Fields fields, final String path) {
        List<Answer> answers = new ArrayList<>();
        fields.optionalMapping("programs")
                .ifPresent(programs -> programs.names()
                        .forEach(program ->
                                programs.mappings(program).forEach(answer -> answers.add(answer(program, answer)))));
        List<Expectation> expectations = fields.mapping("expect")
                .map(expect -> expectations(expect, path + ".expect"))
                .orElse(List.of());
        TemplateTest test = new TemplateTest(
                fields.text("name"),
                fields.line("name"),
                fields.textsByName("parameters"),
                fields.textsByName("environment"),
                fields.textsByName("files"),
                List.copyOf(answers),
                expectations);
        fields.end();
        return test;
    }

    private Answer answer(final String program, final Fields fields) {
        Optional<String> statement = fields.optionalText("statement");
        Optional<String> arguments = fields.optionalText("arguments");
        if (statement.isPresent() && arguments.isPresent()) {
            problems.error(
                    fields.line("statement"),
                    "wrong-value",
                    "an answer is to arguments or to a statement, not to both: make two of it");
        }
        int status = fields.number("status", 0);
        if (status > LARGEST_STATUS) {
            problems.error(fields.line("status"), "wrong-value", "an exit status is at most " + LARGEST_STATUS);
        }
        Answer answer = new Answer(
                program,
                statement.isPresent(),
                statement.or(() -> arguments).orElse(""),
                fields.optionalText("prints").orElse(""),
                fields.optionalText("errors").orElse(""),
                status,
                fields.number("times", 0));
        fields.end();
        return answer;
    }

    private List<Expectation> expectations(final Fields fields, final String path) {
        List<Expectation> found = new ArrayList<>();
        one(fields, path, Subject.ROLE, found::add);
        list(fields, path, Subject.VOLUMES, found::add);
        list(fields, path, Subject.HOLD, found::add);
        succeeds(fields, Subject.WRITABLE, found::add);
        succeeds(fields, Subject.PREPARE, found::add);
        succeeds(fields, Subject.CHECK, found::add);
        named(fields, path, Subject.CAPTURED, found::add);
        named(fields, path, Subject.FILES, found::add);
        fields.optionalMapping(field(Subject.LEVELS)).ifPresent(levels -> {
            NUMBERS.forEach(levels::optionalText);
            levels.end();
        });
        named(fields, path, Subject.LEVELS, found::add);
        list(fields, path, Subject.ASKED, found::add);
        list(fields, path, Subject.NEVER_ASKED, found::add);
        fields.optionalMapping("fails").ifPresent(fails -> fails(fails, path + ".fails", found::add));
        fields.end();
        if (found.isEmpty()) {
            problems.error(fields.line(""), "missing-field", path + " expects nothing: say what must come of it");
        }
        found.sort(Comparator.comparing(Expectation::subject));
        return List.copyOf(found);
    }

    private void one(final Fields fields, final String path, final Subject subject, final Consumer<Expectation> to) {
        String field = field(subject);
        fields.optionalText(field)
                .ifPresent(text -> to.accept(new Expectation(
                        fields.line(field),
                        subject,
                        Optional.empty(),
                        List.of(new Line(places.textLine(path + "." + field), text)),
                        false)));
    }

    private void list(final Fields fields, final String path, final Subject subject, final Consumer<Expectation> to) {
        String field = field(subject);
        List<String> texts = fields.texts(field);
        if (!texts.isEmpty()) {
            List<Line> lines = new ArrayList<>();
            for (String text : texts) {
                lines.add(new Line(places.textLine(path + "." + field + "[" + lines.size() + "]"), text));
            }
            to.accept(new Expectation(fields.line(field), subject, Optional.empty(), List.copyOf(lines), false));
        }
    }

    private static void succeeds(final Fields fields, final Subject subject, final Consumer<Expectation> to) {
        String field = field(subject);
        if (fields.flag(field)) {
            to.accept(new Expectation(fields.line(field), subject, Optional.empty(), List.of(), false));
        }
    }

    private void named(final Fields fields, final String path, final Subject subject, final Consumer<Expectation> to) {
        String field = field(subject);
        fields.textsByName(field).forEach((name, text) -> {
            int line = places.line(path + "." + field + "." + name);
            to.accept(new Expectation(line, subject, Optional.of(name), List.of(new Line(line, text)), false));
        });
    }

    private void fails(final Fields fields, final String path, final Consumer<Expectation> to) {
        for (Subject subject : MAY_FAIL) {
            String field = field(subject);
            fields.optionalText(field)
                    .ifPresent(text -> to.accept(new Expectation(
                            fields.line(field),
                            subject,
                            Optional.empty(),
                            List.of(new Line(places.textLine(path + "." + field), text)),
                            true)));
        }
        fields.end();
    }

    /** How a subject is written in a test: {@code neverAsked}. */
    private static String field(final Subject subject) {
        String[] words = subject.name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder field = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            field.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
        }
        return field.toString();
    }
}
