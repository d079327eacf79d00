package io.jenkins.plugins.consistentbackup.template;

import io.jenkins.plugins.consistentbackup.template.HookTemplate.ByDriver;
import io.jenkins.plugins.consistentbackup.template.HookTemplate.Fits;
import io.jenkins.plugins.consistentbackup.template.HookTemplate.Levels;
import io.jenkins.plugins.consistentbackup.template.HookTemplate.Parameter;
import io.jenkins.plugins.consistentbackup.template.HookTemplate.RestoreRecipe;
import io.jenkins.plugins.consistentbackup.template.HookTemplate.Volumes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the fields of a template from its YAML tree. */
final class TemplateReader {
    private static final int MAX_LINE = 2000;
    private static final Pattern LABEL = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]{0,62}");
    private static final Pattern ONE_LINE = Pattern.compile("[^\\n]{1,200}");
    private static final Pattern PROVED = Pattern.compile("real server|against a double|not proved");
    private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9._+-]+");

    private final Places places = new Places();
    private final List<TemplateDocument.Text> texts = new ArrayList<>();
    private final Problems problems;
    private Optional<String> connect = Optional.empty();
    private List<String> client = List.of();

    private TemplateReader(final Problems problems) {
        this.problems = problems;
    }

    /** The document, or nothing and problems. */
    static Optional<TemplateDocument> read(final String text, final Problems problems) {
        return YamlReader.read(text, problems)
                .map(root -> new TemplateReader(problems).document(root, text))
                .filter(document -> !problems.hasErrors());
    }

    /** A required part that is missing is null here; with that problem, nobody ever sees the document. */
    private TemplateDocument document(final Node root, final String text) {
        Fields fields = Fields.of("", root, places, problems);
        connect = script(fields, "connect", false);
        HookTemplate template = new HookTemplate(
                fields.text("name", LABEL, "a DNS label: at most 63 of a-z, 0-9 and -"),
                fields.text("title", ONE_LINE, "one line of at most 200 characters"),
                fields.text("description"),
                proved(fields),
                fields.mapping("fits").map(this::fits).orElse(null),
                programs(fields),
                fields.mappings("parameters").stream().map(this::parameter).toList(),
                script(fields, "role", true),
                script(fields, "volumes", true),
                fields.mapping("hold").map(this::hold).orElse(null),
                script(fields, "writable", true),
                fields.optionalMapping("restore")
                        .map(this::restore)
                        .orElse(new RestoreRecipe(Optional.empty(), Optional.empty())),
                fields.mapping("levels").map(this::levels).orElse(null),
                digest(text));
        fields.end();
        checkLines();
        texts.sort(Comparator.comparingInt(found -> places.textLine(found.field())));
        return new TemplateDocument(template, client, List.copyOf(texts), places);
    }

    /** Long lines hide what they do, and the linter's patterns are not linear in them. */
    private void checkLines() {
        for (TemplateDocument.Text text : texts) {
            if (text.text().lines().anyMatch(line -> line.length() > MAX_LINE)) {
                tooLong(text.field());
            }
        }
        if (String.join(" ", client).length() > MAX_LINE && !clientIsScript()) {
            tooLong("hold.client");
        }
    }

    private void tooLong(final String field) {
        problems.error(
                places.line(field),
                "wrong-value",
                field + " has a line of more than " + MAX_LINE + " characters: break it");
    }

    private static String proved(final Fields fields) {
        return fields.optionalText("proved")
                .map(given -> fields.text("proved", PROVED, "real server, against a double, or not proved"))
                .orElse("not proved");
    }

    private List<String> programs(final Fields fields) {
        List<String> programs = fields.texts("needs");
        for (String program : programs) {
            if (!PROGRAM.matcher(program).matches()) {
                problems.error(fields.line("needs"), "wrong-value", "needs lists names of programs, not " + program);
            }
        }
        return programs;
    }

    private Fits fits(final Fields fields) {
        List<String> images = fields.texts("images");
        boolean selectedByName = fields.flag("selectedByName");
        if (images.isEmpty() && !selectedByName) {
            problems.error(
                    fields.line("images"),
                    "missing-field",
                    "fits.images is empty: list images, or set fits.selectedByName to true");
        }
        Fits fits = new Fits(images, fields.choice("volumes", Volumes.class), selectedByName);
        fields.end();
        return fits;
    }

    private Parameter parameter(final Fields fields) {
        String name = fields.text("name", VARIABLE, "a variable's name: A-Z, 0-9 and _");
        Optional<String> pattern = fields.optionalText("pattern");
        Parameter parameter = new Parameter(
                name,
                fields.text("description", ONE_LINE, "one line of at most 200 characters"),
                fields.optionalText("default"),
                pattern);
        pattern.ifPresent(expression -> checkPattern(fields, parameter, expression));
        fields.end();
        return parameter;
    }

    private void checkPattern(final Fields fields, final Parameter parameter, final String expression) {
        int line = fields.line("pattern");
        try {
            Pattern pattern = Pattern.compile(expression);
            if (parameter
                    .defaultValue()
                    .filter(value -> !BoundedMatch.matches(pattern, value))
                    .isPresent()) {
                problems.error(
                        line, "wrong-value", "the default of " + parameter.name() + " does not match its pattern");
            }
        } catch (PatternSyntaxException e) {
            problems.error(
                    line,
                    "wrong-value",
                    "the pattern of " + parameter.name() + " is no regular expression: " + e.getDescription());
        } catch (TemplateException e) {
            problems.error(line, "wrong-value", e.getMessage());
        }
    }

    private HoldRecipe hold(final Fields fields) {
        client = fields.texts("client");
        boolean shell = client.isEmpty();
        if (clientIsScript()) {
            texts.add(new TemplateDocument.Text("hold.client[2]", true, client.get(2)));
        }
        HoldRecipe hold = new HoldRecipe(
                fields.choice("family", HoldRecipe.Family.class),
                fields.requiredFlag("blocksWrites"),
                connectedClient(),
                fields.optionalText("mark"),
                required(fields, "acquire", shell),
                step(fields, "prove", shell),
                step(fields, "release", shell),
                step(fields, "retained", shell),
                step(fields, "end", shell));
        fields.end();
        return hold;
    }

    private String required(final Fields fields, final String name, final boolean shell) {
        if (fields.optionalText(name).isEmpty()) {
            return fields.text(name);
        }
        return step(fields, name, shell).orElse("");
    }

    private Optional<String> step(final Fields fields, final String name, final boolean shell) {
        if (shell) {
            return script(fields, name, true, "hold." + name);
        }
        Optional<String> text = fields.optionalText(name);
        text.ifPresent(found -> texts.add(new TemplateDocument.Text("hold." + name, false, found)));
        return text;
    }

    /** The client's command line with the connect script in front, in the same shell when it begins with one. */
    private List<String> connectedClient() {
        if (connect.isEmpty() || client.isEmpty()) {
            return client;
        }
        List<String> command = new ArrayList<>();
        if (clientIsScript()) {
            command.addAll(client);
            command.set(2, connect.get() + "\n" + client.get(2));
        } else {
            command.addAll(List.of("sh", "-c", connect.get() + "\nexec \"$@\"", "client"));
            command.addAll(client);
        }
        return List.copyOf(command);
    }

    private boolean clientIsScript() {
        return client.size() > 2 && client.subList(0, 2).equals(List.of("sh", "-c"));
    }

    private RestoreRecipe restore(final Fields fields) {
        RestoreRecipe restore = new RestoreRecipe(
                script(fields, "prepare", false, "restore.prepare"), script(fields, "check", true, "restore.check"));
        fields.end();
        return restore;
    }

    private Optional<String> script(final Fields fields, final String name, final boolean connects) {
        return script(fields, name, connects, name);
    }

    /** A shell script; where it {@code connects}, with the connect script in front. */
    private Optional<String> script(
            final Fields fields, final String name, final boolean connects, final String field) {
        Optional<String> text = fields.optionalText(name);
        text.ifPresent(found -> texts.add(new TemplateDocument.Text(field, true, found)));
        return text.map(found -> connects ? connect.map(before -> before + "\n").orElse("") + found : found);
    }

    private Levels levels(final Fields fields) {
        Levels levels = new Levels(
                fields.mapping("one").map(this::byDriver).orElse(null),
                fields.mapping("several").map(this::byDriver).orElse(null),
                fields.mapping("group").map(this::byDriver).orElse(null));
        fields.end();
        return levels;
    }

    private ByDriver byDriver(final Fields fields) {
        ByDriver byDriver = new ByDriver(fields.choice("atomic", Level.class), fields.choice("torn", Level.class));
        fields.end();
        return byDriver;
    }

    private static String digest(final String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
