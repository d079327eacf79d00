package io.jenkins.plugins.consistentbackup.embedded.storage;

import io.jenkins.plugins.consistentbackup.embedded.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** All storage of one cluster: one place for the files and the two drivers that share it. */
public final class Storage {
    /** The driver that cuts at one instant. */
    public static final String ATOMIC = "atomic.csi.embedded";
    /** The driver that copies while files are written to. */
    public static final String TORN = "torn.csi.embedded";

    private static final long BTRFS_BYTES = 64L << 30;

    private final boolean copyOnWrite;
    private final List<VolumeDriver> drivers;

    private Storage(boolean copyOnWrite, List<VolumeDriver> drivers) {
        this.copyOnWrite = copyOnWrite;
        this.drivers = drivers;
    }

    /**
     * Sets the storage up. It ends with the sandbox and the directory; there is nothing to close.
     *
     * @param directory the cluster's own
     * @param plainDirectories whether to do without btrfs even where this machine has it
     * @param workers runs the copying; must allow several at once
     */
    public static Storage in(Sandbox sandbox, Path directory, boolean plainDirectories, Executor workers, Clock clock) {
        Path place = directory.resolve("storage");
        Optional<BtrfsPool> btrfs =
                plainDirectories ? Optional.empty() : BtrfsPool.mount(sandbox, place.resolve("btrfs"), BTRFS_BYTES);
        StoragePool plain = new DirectoryPool(sandbox, place.resolve("directories"));
        StoragePool best = btrfs.<StoragePool>map(pool -> pool).orElse(plain);
        return new Storage(
                btrfs.isPresent(),
                List.of(
                        new VolumeDriver(ATOMIC, true, best, workers, clock),
                        new VolumeDriver(TORN, false, plain, workers, clock)));
    }

    /** Whether the atomic driver snapshots by copy on write; if not, it stops processes and copies. */
    public boolean isCopyOnWrite() {
        return copyOnWrite;
    }

    public List<VolumeDriver> drivers() {
        return drivers;
    }

    public Optional<VolumeDriver> driver(String name) {
        return drivers.stream().filter(driver -> driver.name().equals(name)).findFirst();
    }
}
