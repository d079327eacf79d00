package io.jenkins.plugins.consistentbackup.embedded.storage;

import io.jenkins.plugins.consistentbackup.embedded.sandbox.CommandFailedException;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Commands;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Isolation;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Subvolumes of a btrfs that lives in a sparse file. The file is mounted in the sandbox's namespace alone, through a
 * loop device that the kernel releases with the last mount: nothing is left to undo, however the cluster ends.
 */
final class BtrfsPool implements StoragePool {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Sandbox sandbox;
    private final Path mount;

    private BtrfsPool(Sandbox sandbox, Path mount) {
        this.sandbox = sandbox;
        this.mount = mount;
    }

    /**
     * Makes and mounts the filesystem, or says nothing if this machine has no root rights, no btrfs or no loop devices.
     *
     * @param directory of this pool alone
     * @param bytes size of the filesystem; the file is sparse
     */
    static Optional<BtrfsPool> mount(Sandbox sandbox, Path directory, long bytes) {
        if (sandbox.isolation() != Isolation.ROOT || Commands.find("mkfs.btrfs").isEmpty()) {
            return Optional.empty();
        }
        Path mount = directory.resolve("mount");
        // Nobody needs this filesystem after a power cut: without barriers a snapshot does not wait for the host's
        // disk.
        String script = """
                set -e
                mkdir -p "$1/mount"
                truncate -s "$2" "$1/btrfs.img"
                mkfs.btrfs -q --nodiscard "$1/btrfs.img"
                mount -o loop,noatime,nobarrier "$1/btrfs.img" "$1/mount"
                """;
        try {
            sandbox.run(LIMIT, "sh", "-c", script, "mount", directory.toString(), Long.toString(bytes));
            return Optional.of(new BtrfsPool(sandbox, mount));
        } catch (CommandFailedException e) {
            sandbox.run(LIMIT, "rm", "-rf", directory.toString());
            return Optional.empty();
        }
    }

    @Override
    public void create(String id) {
        sandbox.run(
                LIMIT,
                "sh",
                "-c",
                "btrfs -q subvolume create \"$1\" && chmod 777 \"$1\"",
                "create",
                path(id).toString());
    }

    @Override
    public void copy(String source, String target) {
        sandbox.run(
                LIMIT,
                "btrfs",
                "-q",
                "subvolume",
                "snapshot",
                path(source).toString(),
                path(target).toString());
    }

    @Override
    public void delete(String id) {
        sandbox.run(LIMIT, "btrfs", "-q", "subvolume", "delete", path(id).toString());
    }

    @Override
    public Path path(String id) {
        return mount.resolve(id);
    }

    @Override
    public boolean copiesAtOneInstant() {
        return true;
    }
}
