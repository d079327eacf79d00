package io.jenkins.plugins.consistentbackup.config;

import hudson.Util;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Lists and patterns of names, as people write them into a form. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?");

    private static final Pattern NAMESPACE_PATTERN = Pattern.compile("[-*a-z0-9]{1,63}");

    private Names() {}

    /** What stands between any of the separators, without blanks around it. */
    static List<String> list(final String text, final String separators) {
        return Arrays.stream(Util.fixNull(text).split("[" + separators + "]+"))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Whether it can match a namespace's name. */
    static boolean isNamespacePattern(final String pattern) {
        return NAMESPACE_PATTERN.matcher(pattern).matches();
    }

    static boolean isName(final String name) {
        return name != null && NAME.matcher(name).matches();
    }
}
