package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

/** How a build ended, from best to worst, as in Jenkins. */
public enum BuildResult {
    SUCCESS,
    UNSTABLE,
    FAILURE,
    ABORTED;

    /** The worse of the two: a result never gets better. */
    public BuildResult combine(BuildResult other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
