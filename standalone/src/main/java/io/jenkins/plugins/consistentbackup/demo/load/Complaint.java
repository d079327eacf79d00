package io.jenkins.plugins.consistentbackup.demo.load;

/**
 * Something that a database says of its own tables.
 *
 * @param text in its words
 * @param warning whether it only warns, as of a table that was not closed when it was copied; its rows may all be there
 */
public record Complaint(String text, boolean warning) {

    /** Something that is broken, or cannot be read. */
    static Complaint error(String text) {
        return new Complaint(text, false);
    }
}
