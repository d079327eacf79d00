package io.jenkins.plugins.consistentbackup.embedded.controller.snapshot;

/** Finalizers and annotations of external-snapshotter (pkg/utils/util.go). */
final class SnapshotNames {
    static final String AS_SOURCE = "snapshot.storage.kubernetes.io/volumesnapshot-as-source-protection";
    static final String BOUND = "snapshot.storage.kubernetes.io/volumesnapshot-bound-protection";
    static final String IN_GROUP = "snapshot.storage.kubernetes.io/volumesnapshot-in-group-protection";
    static final String CONTENT = "snapshot.storage.kubernetes.io/volumesnapshotcontent-bound-protection";
    static final String CLAIM = "snapshot.storage.kubernetes.io/pvc-as-source-protection";
    static final String BEING_CREATED = "snapshot.storage.kubernetes.io/volumesnapshot-being-created";
    static final String BEING_DELETED = "snapshot.storage.kubernetes.io/volumesnapshot-being-deleted";
    static final String DEFAULT_CLASS = "snapshot.storage.kubernetes.io/is-default-class";

    static final String GROUP_BOUND = "groupsnapshot.storage.kubernetes.io/volumegroupsnapshot-bound-protection";
    static final String GROUP_CONTENT =
            "groupsnapshot.storage.kubernetes.io/volumegroupsnapshotcontent-bound-protection";
    static final String GROUP_BEING_DELETED = "groupsnapshot.storage.kubernetes.io/volumegroupsnapshot-being-deleted";
    static final String DEFAULT_GROUP_CLASS = "groupsnapshot.storage.kubernetes.io/is-default-class";

    private SnapshotNames() {}
}
