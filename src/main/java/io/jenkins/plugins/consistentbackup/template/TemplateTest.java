package io.jenkins.plugins.consistentbackup.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One test of a template that needs no database: what its programs answer, and what must come of it.
 *
 * @param name a short fact
 * @param line where it stands in its file, from 1
 * @param parameters values that a user sets
 * @param environment variables of the container
 * @param files files that are there before, by their paths below the test's own folder
 * @param answers what the programs of the container answer, in the order in which they are tried
 * @param expectations what must come of it, in the order in which it happens
 */
public record TemplateTest(
        String name,
        int line,
        Map<String, String> parameters,
        Map<String, String> environment,
        Map<String, String> files,
        List<Answer> answers,
        List<Expectation> expectations) {

    /**
     * What a program answers: to a call whose arguments hold a text, or to a line of its standard input that does. The
     * first that fits is taken.
     *
     * @param program its name
     * @param statement true for lines of standard input: the program then goes on reading, unless the status is not 0
     * @param asked the text; the empty one fits everything
     * @param prints its standard output
     * @param errors its standard error
     * @param status its exit status
     * @param times how often this answers; 0 for always
     */
    public record Answer(
            String program, boolean statement, String asked, String prints, String errors, int status, int times) {}

    /** What is looked at. */
    public enum Subject {
        /** The parameters, whether they are taken. */
        PARAMETERS,
        /** The role probe. */
        ROLE,
        /** The volume probe. */
        VOLUMES,
        /** What the container says while it is held. */
        HOLD,
        /** An artefact of the hold. */
        CAPTURED,
        /** The writability check. */
        WRITABLE,
        /** The preparation of a restored copy. */
        PREPARE,
        /** The check of a restored database. */
        CHECK,
        /** What the programs were asked, in order. */
        ASKED,
        /** What they were never asked. */
        NEVER_ASKED,
        /** A file afterwards. */
        FILES,
        /** What is claimed with an atomic driver. */
        LEVELS
    }

    /**
     * What must come of it.
     *
     * @param line where it stands, from 1
     * @param subject what is looked at
     * @param name which artefact, file, or number of volumes; empty where there is only one
     * @param lines what must be seen
     * @param fails true when the subject must fail, and say the one line
     */
    public record Expectation(int line, Subject subject, Optional<String> name, List<Line> lines, boolean fails) {}

    /**
     * A line that must be seen.
     *
     * @param number where it stands, from 1
     * @param text what must be seen
     */
    public record Line(int number, String text) {}
}
