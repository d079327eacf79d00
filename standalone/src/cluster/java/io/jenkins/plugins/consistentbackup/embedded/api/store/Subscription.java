package io.jenkins.plugins.consistentbackup.embedded.api.store;

/** A watch that is open. After {@link #close()} no further change is delivered; one may still be on its way. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
