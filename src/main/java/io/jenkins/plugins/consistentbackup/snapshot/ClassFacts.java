package io.jenkins.plugins.consistentbackup.snapshot;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotClass;
import java.util.Map;

/**
 * What matters of a VolumeSnapshotClass or a VolumeGroupSnapshotClass.
 *
 * @param name its name
 * @param driver the CSI driver that it is for
 * @param deletionPolicy {@code Delete} or {@code Retain}
 * @param isDefault whether it is taken for its driver when none is named
 */
record ClassFacts(String name, String driver, String deletionPolicy, boolean isDefault) {
    private static final String DEFAULT = "snapshot.storage.kubernetes.io/is-default-class";
    private static final String DEFAULT_OF_GROUPS = "groupsnapshot.storage.kubernetes.io/is-default-class";

    static ClassFacts of(final VolumeSnapshotClass snapshotClass) {
        return new ClassFacts(
                snapshotClass.getMetadata().getName(),
                snapshotClass.getDriver(),
                snapshotClass.getDeletionPolicy(),
                isDefault(snapshotClass, DEFAULT));
    }

    static ClassFacts of(final GenericKubernetesResource groupClass) {
        return new ClassFacts(
                groupClass.getMetadata().getName(),
                groupClass.get("driver"),
                groupClass.get("deletionPolicy"),
                isDefault(groupClass, DEFAULT_OF_GROUPS));
    }

    private static boolean isDefault(final HasMetadata object, final String annotation) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations != null && "true".equals(annotations.get(annotation));
    }
}
