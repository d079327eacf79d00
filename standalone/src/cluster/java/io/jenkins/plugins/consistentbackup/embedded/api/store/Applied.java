package io.jenkins.plugins.consistentbackup.embedded.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** @param created whether there was no such object before */
public record Applied(ObjectNode object, boolean created) {}
