package io.jenkins.plugins.consistentbackup.buildpage;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Api;
import hudson.model.Job;
import hudson.model.Run;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The sets that a job's builds have made, with the trend of what they cost and of how far they lie apart. */
@ExportedBean
public final class JobPage extends Tab {
    /** Builds are loaded from disk for this page; a long history must not make it slow. */
    static final int BUILDS = 100;

    private final Job<?, ?> job;

    JobPage(final Job<?, ?> job) {
        super(job);
        this.job = job;
    }

    @Override
    public String getIconFileName() {
        return BuildPage.ICON;
    }

    @Override
    public String getDisplayName() {
        return Messages.JobPage_displayName();
    }

    @Override
    public String getUrlName() {
        return BuildPage.URL;
    }

    /** How many of the latest builds are looked at. */
    public int getBuildLimit() {
        return BUILDS;
    }

    /** The sets and their trends, read once for one look at the page. */
    public SetHistory getHistory() {
        return SetHistory.of(job.getBuilds().limit(BUILDS));
    }

    /** Newest first. */
    @Exported
    public List<SavedSet> getSets() {
        return getHistory().getSets();
    }

    /** The page as JSON, XML or Python. */
    public Api getApi() {
        return new Api(this);
    }

    /** Gives the page to jobs that make backups; looks at no more builds than a job's page loads anyway. */
    @Extension
    public static final class Factory extends TransientActionFactory<Job<?, ?>> {
        @Override
        @SuppressWarnings({"unchecked", "rawtypes"}) // There is no class literal of Job<?, ?>.
        public Class<Job<?, ?>> type() {
            return (Class) Job.class;
        }

        @Override
        public Class<JobPage> actionType() {
            return JobPage.class;
        }

        @NonNull
        @Override
        public Collection<JobPage> createFor(@NonNull final Job<?, ?> job) {
            return Stream.of(job.getLastCompletedBuild(), job.getLastSuccessfulBuild())
                            .anyMatch(Factory::hasBackup)
                    ? List.of(new JobPage(job))
                    : List.of();
        }

        private static boolean hasBackup(final Run<?, ?> run) {
            return run != null && run.getAction(BackupAction.class) != null;
        }
    }
}
