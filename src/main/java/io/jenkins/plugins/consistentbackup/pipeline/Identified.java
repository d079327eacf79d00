package io.jenkins.plugins.consistentbackup.pipeline;

import java.io.Serializable;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** What steps return to scripts: something with an id, in a namespace. */
public abstract class Identified implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final String namespace;

    Identified(final String id, final String namespace) {
        this.id = id;
        this.namespace = namespace;
    }

    /** By which other steps know it. */
    @Whitelisted
    public final String getId() {
        return id;
    }

    @Whitelisted
    public final String getNamespace() {
        return namespace;
    }

    /** The id, so that a script can print it. */
    @Whitelisted
    @Override
    public final String toString() {
        return id;
    }
}
