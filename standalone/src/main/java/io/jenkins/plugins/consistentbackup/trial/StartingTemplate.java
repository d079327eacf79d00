package io.jenkins.plugins.consistentbackup.trial;

import io.jenkins.plugins.consistentbackup.template.HoldRecipe.Family;
import io.jenkins.plugins.consistentbackup.template.TemplateParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A template to start from, with comments that say what to put where, and its tests, which pass.
 *
 * @param template the template's text
 * @param tests the tests' text
 */
public record StartingTemplate(String template, String tests) {

    /**
     * The one for a family.
     *
     * @param name of the new template
     * @throws io.jenkins.plugins.consistentbackup.template.TemplateException when it cannot be the name of a template
     */
    public static StartingTemplate of(final String name, final Family family) {
        String base = "new-" + family.name().toLowerCase(Locale.ROOT);
        String template = resource(base + ".yaml").replace("{name}", name);
        TemplateParser.parse(name + ".yaml", template);
        return new StartingTemplate(template, resource(base + ".test.yaml").replace("{name}", name));
    }

    private static String resource(final String name) {
        try (InputStream stream = StartingTemplate.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + name, e);
        }
    }
}
