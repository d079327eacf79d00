package io.jenkins.plugins.consistentbackup.template;

import java.util.List;
import java.util.regex.Pattern;

/** The part of an image reference that says what is in it: the repository path without registry, tag and digest. */
record ImagePath(String path) {

    static ImagePath of(final String image) {
        String path = image;
        int digest = path.indexOf('@');
        if (digest >= 0) {
            path = path.substring(0, digest);
        }
        int slash = path.indexOf('/');
        if (slash > 0 && isRegistry(path.substring(0, slash))) {
            path = path.substring(slash + 1);
        }
        // The registry's port is gone: a colon that is left begins the tag.
        int tag = path.indexOf(':');
        return new ImagePath(tag < 0 ? path : path.substring(0, tag));
    }

    /** As the container engines tell a registry from the first part of a path. */
    private static boolean isRegistry(final String first) {
        return first.contains(".") || first.contains(":") || first.equals("localhost");
    }

    /** Whether one of the globs matches the path as a whole, or its last part alone. */
    boolean matchesAny(final List<String> globs) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return globs.stream()
                .map(ImagePath::pattern)
                .anyMatch(glob -> BoundedMatch.matches(glob, path) || BoundedMatch.matches(glob, last));
    }

    /** {@code *} stands for any characters within a part. */
    private static Pattern pattern(final String glob) {
        StringBuilder expression = new StringBuilder();
        for (char character : glob.toCharArray()) {
            expression.append(character == '*' ? "[^/]*" : Pattern.quote(String.valueOf(character)));
        }
        return Pattern.compile(expression.toString());
    }
}
