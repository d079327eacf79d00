package io.jenkins.plugins.consistentbackup.template;

import java.util.regex.Pattern;

/**
 * Matches patterns that others wrote. Some expressions take exponential time; a template from a workspace must not be
 * able to keep the controller busy with one.
 */
final class BoundedMatch {
    private static final int MAX_STEPS = 1_000_000;

    private BoundedMatch() {}

    /**
     * Whether a text matches as a whole.
     *
     * @throws TemplateException when that takes too long to find out
     */
    static boolean matches(final Pattern pattern, final String text) {
        return pattern.matcher(new Counted(text, 0, text.length(), new int[1])).matches();
    }

    /** A text that can be looked at only so often. */
    private record Counted(String text, int start, int end, int[] steps) implements CharSequence {
        @Override
        public char charAt(final int index) {
            if (++steps[0] > MAX_STEPS) {
                throw new TemplateException("a pattern takes too long to match " + text + ": write a simpler one");
            }
            return text.charAt(start + index);
        }

        @Override
        public int length() {
            return end - start;
        }

        @Override
        public CharSequence subSequence(final int from, final int to) {
            return new Counted(text, start + from, start + to, steps);
        }

        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }
}
