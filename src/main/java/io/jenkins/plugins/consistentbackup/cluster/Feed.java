package io.jenkins.plugins.consistentbackup.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The objects of one kind in one namespace, kept up to date by a watch that begins again by itself after a lost
 * connection or 410.
 */
public interface Feed<T extends HasMetadata> extends AutoCloseable {

    /** The objects by name, as last seen. */
    Map<String, T> objects();

    /**
     * Waits, without a thread, for something to be seen.
     *
     * @param decide looks at the objects by name, at once and after each change, in the order of the changes; a value
     *     ends the wait, an exception fails it; called by one thread at a time and must return quickly
     * @param limit after which the future fails with {@link ClusterException.Reason#TIMEOUT}
     * @param waitingFor what is waited for, for the message: {@code snapshot shop/data-0 to be cut}
     */
    <R> CompletableFuture<R> until(Function<Map<String, T>, Optional<R>> decide, Duration limit, String waitingFor);

    /** Gives this feed back; the watch ends with the last one. Waits of this feed fail with CANCELLED. */
    @Override
    void close();
}
