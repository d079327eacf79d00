package io.jenkins.plugins.consistentbackup.job;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.listeners.RunListener;

/** Stops the backups that a build has begun when the build ends before them, because it was killed. */
@Extension
public final class BuildEnd extends RunListener<Run<?, ?>> {
    @Override
    public void onFinalized(@NonNull final Run<?, ?> build) {
        EngineRuns.get().buildEnded(build);
    }
}
