/**
 * Snapshots as external-snapshotter has them: the snapshot-controller that binds VolumeSnapshots to contents, the
 * sidecar that has contents cut by the driver, and both for groups.
 */
package io.jenkins.plugins.consistentbackup.embedded.controller.snapshot;
