package io.jenkins.plugins.consistentbackup.job;

import hudson.model.Run;
import io.jenkins.plugins.consistentbackup.config.ClusterAccess;
import io.jenkins.plugins.consistentbackup.config.ClusterAccess.Granted;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import io.jenkins.plugins.consistentbackup.config.ClusterRefusedException;
import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.util.List;

/** Where builds enter clusters, if they may. */
final class ClusterEntrance {
    private final SharedConnections connections = new SharedConnections();

    /**
     * The engine for the cluster that a build asks for.
     *
     * @param templates texts of hook templates besides those of the library
     */
    ClusterEngine enter(final ClusterChoice choice, final List<String> templates, final Run<?, ?> build)
            throws ClusterRefusedException {
        return engine(access().grant(choice, build), templates);
    }

    /**
     * The engine for what a build, which was let in before, has left behind.
     *
     * @param build null when it is gone; only with it can credentials of its own be used
     */
    ClusterEngine enterForCleanUp(final ClusterChoice choice, final List<String> templates, final Run<?, ?> build)
            throws ClusterRefusedException {
        return engine(access().grantForCleanUp(choice, build), templates);
    }

    /** A choice that still means the same cluster when others are set up: with its name, if it has one. */
    ClusterChoice lasting(final ClusterChoice choice, final Run<?, ?> build) {
        List<String> names = access().names(build.getParent());
        boolean only = choice.getCluster() == null && !choice.describesItsOwn() && names.size() == 1;
        return only ? choice.named(names.get(0)) : choice;
    }

    /** Refuses when the build may not use a choice. */
    void check(final ClusterChoice choice, final Run<?, ?> build) throws ClusterRefusedException {
        access().grant(choice, build);
    }

    /** Cuts all connections, whoever uses them. */
    void closeAll() {
        connections.closeAll();
    }

    private ClusterEngine engine(final Granted granted, final List<String> templates) {
        TemplateLibrary library = ConsistentBackupConfiguration.get().library();
        for (String template : templates) {
            // A name that the library got since the text was read is no reason to leave a workload stopped.
            library = library.replacing(TemplateOrigin.WORKSPACE, "templateFile", template);
        }
        return new ClusterEngine(
                connections.use(granted.address()), granted.atomicDrivers(), library, granted.policy(), granted.keys());
    }

    private static ClusterAccess access() {
        return new ClusterAccess(ConsistentBackupConfiguration.get());
    }
}
