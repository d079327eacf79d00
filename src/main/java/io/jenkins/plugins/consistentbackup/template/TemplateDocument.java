package io.jenkins.plugins.consistentbackup.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A template that could be read, with what only its text knows.
 *
 * @param template the template
 * @param client the client's command line as written, without the connect script
 * @param texts scripts and statements as written, in the order of their lines
 * @param places where everything stands
 */
record TemplateDocument(HookTemplate template, List<String> client, List<Text> texts, Places places) {
    private static final Pattern SHELL_COMMENT = Pattern.compile("(^|\\s)#.*$");
    private static final Pattern SQL_COMMENT = Pattern.compile("(^|\\s)--\\s.*$");

    /**
     * A script or a client's statements.
     *
     * @param field its path, such as {@code hold.acquire}
     * @param shell whether it is a shell script
     * @param text as written
     */
    record Text(String field, boolean shell, String text) {
        boolean isStepOfHold() {
            return field.startsWith("hold.");
        }
    }

    /**
     * A line of a text, without comment.
     *
     * @param text where it is from
     * @param number in the template, from 1
     * @param code what is on it
     */
    record Line(Text text, int number, String code) {}

    /** All lines of all texts that are more than a comment. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (Text text : texts) {
            int number = places.textLine(text.field());
            Pattern comment = text.shell() ? SHELL_COMMENT : SQL_COMMENT;
            for (String written : text.text().lines().toList()) {
                String code = comment.matcher(written).replaceFirst("");
                if (!code.isBlank()) {
                    lines.add(new Line(text, number, code));
                }
                number++;
            }
        }
        return lines;
    }
}
