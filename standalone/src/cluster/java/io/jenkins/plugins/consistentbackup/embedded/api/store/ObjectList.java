package io.jenkins.plugins.consistentbackup.embedded.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Objects as they were at one version; shared with the store, not to be changed. */
public record ObjectList(List<ObjectNode> objects, long resourceVersion) {}
