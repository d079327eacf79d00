package io.jenkins.plugins.consistentbackup.embedded.api.store;

/** A watch that is open. */
public interface Subscription extends AutoCloseable {

    /** Delivers, after all changes up to now, an event of kind BOOKMARK with the version that is reached. */
    void bookmark();

    /** Delivers no further change; one may still be on its way. */
    @Override
    void close();
}
