package io.jenkins.plugins.consistentbackup.template;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Turns a text into a tree of YAML nodes that know their lines. Nothing is constructed from tags; texts that are large,
 * deep, or refer to themselves are refused before the tree is built, so the work is linear in at most 64 KiB.
 */
final class YamlReader {
    private static final int MAX_DEPTH = 16;

    /** The whole text at once: the scanner fails where a character of two chars begins at the end of its buffer. */
    private static final int BUFFER = TemplateParser.MAX_BYTES + 1;

    private YamlReader() {}

    /** The tree, or nothing and a problem. */
    static Optional<Node> read(final String text, final Problems problems) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > TemplateParser.MAX_BYTES) {
            problems.error(
                    1,
                    "size",
                    "the template has " + bytes + " bytes, more than " + TemplateParser.MAX_BYTES + ": shorten it");
            return Optional.empty();
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel("template")
                .setAllowRecursiveKeys(false)
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(TemplateParser.MAX_BYTES)
                .setBufferSize(BUFFER)
                .build();
        try {
            if (!isPlain(text, settings, problems)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.error(1, "yaml", "the template is empty");
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.error(line, "yaml", "this is not YAML: " + firstLine(e.getProblem()));
        } catch (YamlEngineException e) {
            problems.error(1, "yaml", "this is not YAML: " + firstLine(e.getMessage()));
        } catch (NumberFormatException e) {
            // The scanner does not answer for an escape without its digits, such as \x at the end of a text.
            problems.error(1, "yaml", "this is not YAML: a \\x, \\u or \\U in double quotes lacks its digits");
        } catch (IllegalArgumentException e) {
            // Nor for one in a tag, such as !%4.
            problems.error(1, "yaml", "this is not YAML: a % in a tag (!name) lacks its digits");
        }
        return Optional.empty();
    }

    private static boolean isPlain(final String text, final LoadSettings settings, final Problems problems) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
            if (event instanceof AliasEvent) {
                problems.error(line, "yaml", "aliases (*name) are not read: write the value again");
                return false;
            }
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                problems.error(line, "yaml", "nested deeper than " + MAX_DEPTH + " levels: no template needs that");
                return false;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return true;
    }

    private static String firstLine(final String message) {
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }
}
