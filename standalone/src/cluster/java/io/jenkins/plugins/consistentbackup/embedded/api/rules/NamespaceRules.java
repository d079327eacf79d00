package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;

/** Namespaces (pkg/registry/core/namespace/strategy.go). */
final class NamespaceRules implements ObjectRules {

    @Override
    public void begin(ObjectNode namespace) {
        Defaults.object(namespace, "spec").putArray("finalizers").add("kubernetes");
        Defaults.phase(namespace, "Active");
    }

    @Override
    public void complete(ObjectNode namespace) {
        Metadata metadata = Metadata.of(namespace);
        metadata.putLabel("kubernetes.io/metadata.name", metadata.name());
    }
}
