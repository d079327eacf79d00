package io.jenkins.plugins.consistentbackup.job;

import hudson.EnvVars;
import hudson.Util;
import io.jenkins.plugins.consistentbackup.restore.RestoreChoices;
import java.util.function.Consumer;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The parameters of what replaces data, and keeps what is replaced: a restore, or an undo of one.
 *
 * @param <T> the settings themselves
 */
public abstract class ReplacingSettings<T extends ReplacingSettings<T>> extends ClusterSettings<T> {
    private static final long serialVersionUID = 1L;

    private boolean stopOthers;
    private String keepFor;

    protected ReplacingSettings(final String namespace) {
        super(namespace);
    }

    /**
     * What is asked of the engine; what is left empty here is as the administrator's defaults say.
     *
     * @param requester URL of the build that asks
     * @param log hears which defaults are in force
     * @throws IllegalArgumentException that names the parameter that is wrong, and what is right
     */
    public abstract RestoreOrder order(String requester, Consumer<String> log);

    /** @throws IllegalArgumentException that names the parameter that is wrong, and what is right */
    final RestoreChoices choices(final Consumer<String> log) {
        return DefaultsInForce.saidTo(log).complete(RestoreChoices.usual().withStopOtherPods(stopOthers), keepFor);
    }

    /** Gives other settings the same cluster and choices, with a freestyle build's variables put in. */
    final void copyChoicesTo(final ReplacingSettings<T> other, final EnvVars variables) {
        copyClusterTo(other, variables);
        other.setStopOthers(stopOthers);
        other.setKeepFor(variables.expand(keepFor));
    }

    /** Whether other workloads that use the same claims are stopped meanwhile. */
    public final boolean isStopOthers() {
        return stopOthers;
    }

    @DataBoundSetter
    public final void setStopOthers(final boolean stopOthers) {
        this.stopOthers = stopOthers;
    }

    /** How long what is replaced is kept at least: {@code 7d}. */
    public final String getKeepFor() {
        return keepFor;
    }

    @DataBoundSetter
    public final void setKeepFor(final String keepFor) {
        this.keepFor = Util.fixEmptyAndTrim(keepFor);
    }
}
