package io.jenkins.plugins.consistentbackup.embedded.sandbox;

/** By what right containers get namespaces of their own. */
public enum Isolation {
    /** The cluster runs as root: every user id, loop devices and btrfs are possible. */
    ROOT,
    /**
     * An unprivileged user in a user namespace: one user id for each container, which is always the starting user's on
     * the host, and no mounts of block devices.
     */
    USER_NAMESPACE
}
