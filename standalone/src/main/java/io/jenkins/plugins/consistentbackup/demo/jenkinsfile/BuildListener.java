package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

/** Hears what happens in a build, as it happens. */
public interface BuildListener {

    /** What became of a stage. */
    enum StageEvent {
        STARTED,
        SUCCEEDED,
        FAILED,
        /** Its {@code when} was not fulfilled. */
        SKIPPED,
        /** An earlier stage failed. */
        SKIPPED_AFTER_FAILURE
    }

    /** A line of the build log. */
    void line(String text);

    /** Something happened to a stage. */
    void stage(String name, StageEvent event);
}
