package io.jenkins.plugins.consistentbackup.embedded.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * @param object its last state
 * @param gone false if it stays, marked, until its finalizers or its node let it go
 */
public record Deleted(ObjectNode object, boolean gone) {}
