package io.jenkins.plugins.consistentbackup.template;

import io.jenkins.plugins.consistentbackup.phase.OneLine;
import io.jenkins.plugins.consistentbackup.template.Finding.Severity;
import io.jenkins.plugins.consistentbackup.template.HookTemplate.Fits;
import io.jenkins.plugins.consistentbackup.template.HookTemplate.Volumes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The templates that a request can choose from: the built-in ones, and those that were added. Immutable. */
public final class TemplateLibrary {
    private final SortedMap<String, Entry> entries;

    private TemplateLibrary(final SortedMap<String, Entry> entries) {
        this.entries = entries;
    }

    /** @param text what it was read from, of a template of the namespace, where it may be another one soon; else empty */
    private record Entry(HookTemplate template, TemplateOrigin origin, String text) {}

    /** No template at all. */
    public static TemplateLibrary empty() {
        return new TemplateLibrary(new TreeMap<>());
    }

    /** The templates that come with this program. */
    public static TemplateLibrary builtIn() {
        return BuiltIn.LIBRARY;
    }

    /** Read once; the resource {@code built-in.txt} lists them, since class loaders cannot be asked for a folder. */
    private static final class BuiltIn {
        static final TemplateLibrary LIBRARY = read();

        private static TemplateLibrary read() {
            TemplateLibrary library = empty();
            for (String name : resource("built-in.txt").lines().toList()) {
                library = library.with(
                        TemplateOrigin.BUILT_IN, TemplateParser.parse(name + ".yaml", resource(name + ".yaml")));
            }
            return library;
        }
    }

    /** The text of a resource of this package. */
    static String resource(final String name) {
        try (InputStream stream = TemplateLibrary.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the program is incomplete: resource " + name + " is not in it");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + name, e);
        }
    }

    /**
     * This library and one more template, for one that was read and linted before.
     *
     * @param origin not the namespace, of whose templates the text is needed
     * @throws TemplateException when its name is taken
     */
    public TemplateLibrary with(final TemplateOrigin origin, final HookTemplate template) {
        if (origin == TemplateOrigin.NAMESPACE) {
            throw new IllegalArgumentException("template " + template.name() + " of the namespace without its text");
        }
        return with(new Entry(template, origin, ""));
    }

    private TemplateLibrary with(final Entry entry) {
        HookTemplate template = entry.template();
        SortedMap<String, Entry> more = new TreeMap<>(entries);
        if (more.putIfAbsent(template.name(), entry) != null) {
            throw new TemplateException(
                    "there is already a template " + template.name() + ": give the new one another name");
        }
        return new TemplateLibrary(more);
    }

    /**
     * This library and one more template, which is read and linted.
     *
     * @param origin where it comes from
     * @param source what the text was read from, for messages
     * @param text the YAML document
     * @throws TemplateException when it cannot be read, the linter finds an error, or its name is taken
     */
    public TemplateLibrary with(final TemplateOrigin origin, final String source, final String text) {
        List<Finding> errors = TemplateLinter.lint(source, text).stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            throw new TemplateException(errors);
        }
        return with(
                new Entry(TemplateParser.parse(source, text), origin, origin == TemplateOrigin.NAMESPACE ? text : ""));
    }

    /** All templates, in the order of their names. */
    public List<HookTemplate> all() {
        return templates().toList();
    }

    /**
     * The template of that name.
     *
     * @throws TemplateException when there is none; lists those that there are
     */
    public HookTemplate named(final String name) {
        return entry(name).template();
    }

    /**
     * Where the template of that name comes from.
     *
     * @throws TemplateException when there is none
     */
    public TemplateOrigin originOf(final String name) {
        return entry(name).origin();
    }

    /**
     * The text of a template of the namespace, which whoever goes on with an operation may not find there any more; empty
     * for one of elsewhere.
     *
     * @throws TemplateException when there is none of that name
     */
    public String namespaceText(final String name) {
        return entry(name).text();
    }

    /**
     * The template that an operation remembers.
     *
     * @param namespaceText as {@link #namespaceText} said; null or empty for a template of this library
     * @throws TemplateException when it is not of the namespace, and there is none of that name any more
     */
    public HookTemplate remembered(final String name, final String namespaceText) {
        return isText(namespaceText) ? TemplateParser.parse(name, namespaceText) : named(name);
    }

    /** Where a template comes from that an operation remembers; see {@link #remembered}. */
    public TemplateOrigin originOf(final String name, final String namespaceText) {
        return isText(namespaceText) ? TemplateOrigin.NAMESPACE : originOf(name);
    }

    private static boolean isText(final String namespaceText) {
        return namespaceText != null && !namespaceText.isEmpty();
    }

    /**
     * This library, in which a template has one name to itself: one that it had there is not in it any more. For a text that
     * an operation has used already, whatever has been added since, and whatever the linter finds by now.
     *
     * @throws TemplateException when it cannot be read
     */
    public TemplateLibrary replacing(final TemplateOrigin origin, final String source, final String text) {
        HookTemplate template = TemplateParser.parse(source, text);
        SortedMap<String, Entry> others = new TreeMap<>(entries);
        others.remove(template.name());
        return new TemplateLibrary(others).with(origin, template);
    }

    /** Whether there is a template of that name. */
    public boolean has(final String name) {
        return entries.containsKey(name);
    }

    private Entry entry(final String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new TemplateException(
                    "there is no template " + name + ": there are " + String.join(", ", entries.keySet()));
        }
        return entry;
    }

    /**
     * The one template that fits a container by itself.
     *
     * @param image the container's image reference, with registry, tag or digest
     * @param volumes how many claimed volumes it has
     * @throws TemplateException when none fits (lists the known images) or several do (says which, and how to choose)
     */
    public HookTemplate matching(final String image, final int volumes) {
        ImagePath path = ImagePath.of(image);
        List<HookTemplate> fitting = templates()
                .filter(template -> !template.fits().selectedByName())
                .filter(template -> path.matchesAny(template.fits().images()))
                .filter(template -> allows(template.fits().volumes(), volumes))
                .toList();
        if (fitting.isEmpty()) {
            throw new TemplateException("no template fits image " + OneLine.of(image) + " with " + volumes
                    + (volumes == 1 ? " volume" : " volumes") + ": name one, or use one of the known images: "
                    + knownImages());
        }
        if (fitting.size() > 1) {
            String names = fitting.stream().map(HookTemplate::name).collect(Collectors.joining(", "));
            throw new TemplateException(
                    "several templates fit image " + OneLine.of(image) + " (" + names + "): say which by its name");
        }
        return fitting.get(0);
    }

    private Stream<HookTemplate> templates() {
        return entries.values().stream().map(Entry::template);
    }

    private static boolean allows(final Volumes allowed, final int volumes) {
        return switch (allowed) {
            case ONE -> volumes == 1;
            case SEVERAL -> volumes > 1;
            case ANY -> true;
        };
    }

    private String knownImages() {
        return templates()
                .map(HookTemplate::fits)
                .filter(fits -> !fits.selectedByName())
                .map(Fits::images)
                .flatMap(List::stream)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
