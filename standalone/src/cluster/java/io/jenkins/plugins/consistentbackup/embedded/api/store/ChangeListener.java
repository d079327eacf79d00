package io.jenkins.plugins.consistentbackup.embedded.api.store;

/** Is told of changes one after the other, in the order of their resourceVersions, on a thread that may block. */
@FunctionalInterface
public interface ChangeListener {
    void onChange(ChangeEvent event);
}
