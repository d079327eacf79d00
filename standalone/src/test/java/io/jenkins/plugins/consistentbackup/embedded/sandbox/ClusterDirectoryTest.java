package io.jenkins.plugins.consistentbackup.embedded.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterDirectoryTest {
    /** Otherwise a cluster that another process starts would remove the directory of one that is running. */
    @Test
    void keepsItsLockWhenAnotherClusterOfThisProcessStarts(@TempDir final Path parent) throws IOException {
        try (ClusterDirectory first = ClusterDirectory.create(parent);
                ClusterDirectory second = ClusterDirectory.create(parent)) {
            assertThat(isLocked(first)).isTrue();
            assertThat(isLocked(second)).isTrue();
        }
    }

    @Test
    void removesThatOfAClusterThatWasKilled(@TempDir final Path parent) throws IOException {
        Path left = Files.createDirectory(parent.resolve("cluster-left"));
        Files.createFile(left.resolve("lock"));

        ClusterDirectory.create(parent).close();

        assertThat(left).doesNotExist();
    }

    /** As the kernel says. */
    private static boolean isLocked(final ClusterDirectory directory) throws IOException {
        Object inode = Files.getAttribute(directory.path().resolve("lock"), "unix:ino");
        return Files.readAllLines(Path.of("/proc/locks")).stream().anyMatch(line -> line.contains(":" + inode + " "));
    }
}
