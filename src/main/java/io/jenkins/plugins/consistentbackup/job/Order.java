package io.jenkins.plugins.consistentbackup.job;

import java.io.IOException;

/**
 * What a build wants, found out on a thread that may do I/O.
 *
 * @param <T> the order
 */
@FunctionalInterface
public interface Order<T> {
    /**
     * @throws IllegalArgumentException when a parameter is wrong
     * @throws IOException when a file or credentials cannot be read, or may not be used
     */
    T get() throws IOException, InterruptedException;
}
