package io.jenkins.plugins.consistentbackup.buildpage;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Api;
import hudson.model.Run;
import java.util.Collection;
import java.util.List;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The backups and restores of a build, as a tab and as a line on the build's own page. Whoever may see the build may
 * see them: its log says the same.
 */
@ExportedBean
public final class BuildPage extends Tab {
    /** Also the name of the job's page. */
    static final String URL = "consistent-backup";

    static final String ICON = "symbol-camera-outline plugin-ionicons-api";

    private final Run<?, ?> run;

    BuildPage(final Run<?, ?> run) {
        super(run);
        this.run = run;
    }

    @Override
    public String getIconFileName() {
        return ICON;
    }

    @Override
    public String getDisplayName() {
        return Messages.BuildPage_displayName();
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** In the order in which they ended. */
    @Exported
    public List<BackupAction> getBackups() {
        return run.getActions(BackupAction.class);
    }

    /** In the order in which they ended. */
    @Exported
    public List<RestoreAction> getRestores() {
        return run.getActions(RestoreAction.class);
    }

    /** The page as JSON, XML or Python. */
    public Api getApi() {
        return new Api(this);
    }

    /** Gives the page to builds that have something to show. */
    @Extension
    public static final class Factory extends TransientActionFactory<Run<?, ?>> {
        @Override
        @SuppressWarnings({"unchecked", "rawtypes"}) // There is no class literal of Run<?, ?>.
        public Class<Run<?, ?>> type() {
            return (Class) Run.class;
        }

        @Override
        public Class<BuildPage> actionType() {
            return BuildPage.class;
        }

        @NonNull
        @Override
        public Collection<BuildPage> createFor(@NonNull final Run<?, ?> run) {
            boolean empty = run.getAction(BackupAction.class) == null && run.getAction(RestoreAction.class) == null;
            return empty ? List.of() : List.of(new BuildPage(run));
        }
    }
}
