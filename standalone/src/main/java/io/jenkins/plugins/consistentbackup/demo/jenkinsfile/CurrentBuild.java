package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import java.util.Locale;

/** {@code currentBuild} of a script, as far as it can be known without Jenkins. */
public final class CurrentBuild {
    private BuildResult result = BuildResult.SUCCESS;
    private boolean decided;
    private String displayName = "#1";
    private String description;

    /** As the script sees it while the build runs: null as long as nobody has decided it. */
    public String getResult() {
        return decided ? result.name() : null;
    }

    public void setResult(String name) {
        worsen(BuildResult.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    /** Never null: what the result would be if the build ended now. */
    public String getCurrentResult() {
        return result.name();
    }

    public String getDisplayName() {
        return displayName;
    }

    public void setDisplayName(String text) {
        displayName = text;
    }

    public String getDescription() {
        return description;
    }

    public void setDescription(String text) {
        description = text;
    }

    BuildResult result() {
        return result;
    }

    void worsen(BuildResult to) {
        decided = true;
        result = result.combine(to);
    }
}
