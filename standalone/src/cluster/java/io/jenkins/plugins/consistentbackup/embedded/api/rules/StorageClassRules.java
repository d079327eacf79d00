package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** StorageClasses (pkg/apis/storage/v1/defaults.go, ValidateStorageClassUpdate in pkg/apis/storage/validation). */
final class StorageClassRules implements ObjectRules {

    @Override
    public void complete(ObjectNode storageClass) {
        Defaults.put(storageClass, "reclaimPolicy", "Delete");
        Defaults.put(storageClass, "volumeBindingMode", "Immediate");
    }

    @Override
    public Optional<String> whyInvalid(ObjectNode storageClass) {
        return storageClass.path("provisioner").asText("").isEmpty()
                ? Optional.of("provisioner: Required value")
                : Optional.empty();
    }

    @Override
    public Optional<String> whyNotChangeable(ObjectNode before, ObjectNode after) {
        for (String field : List.of("parameters", "provisioner", "reclaimPolicy")) {
            if (Unchangeable.changed(before, after, "/" + field)) {
                return Optional.of(field + ": Forbidden: updates to " + field + " are forbidden.");
            }
        }
        return Unchangeable.changed(before, after, "/volumeBindingMode")
                ? Optional.of(
                        "volumeBindingMode: Invalid value: " + after.path("volumeBindingMode") + ": field is immutable")
                : Optional.empty();
    }
}
