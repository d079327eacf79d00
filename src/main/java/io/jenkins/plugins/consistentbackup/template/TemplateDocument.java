package io.jenkins.plugins.consistentbackup.template;

import java.util.List;
import java.util.Optional;

/**
 * A template that could be read, with what only its text knows.
 *
 * @param template the template
 * @param connect the script that its author wrote once for all others, which already have it in front
 * @param texts scripts and statements as written, in the order of their lines
 * @param places where everything stands
 */
record TemplateDocument(HookTemplate template, Optional<String> connect, List<Text> texts, Places places) {

    /**
     * A script or a client's statements.
     *
     * @param field its path, such as {@code hold.acquire}
     * @param shell whether it is a shell script
     * @param text as written
     */
    record Text(String field, boolean shell, String text) {}
}
