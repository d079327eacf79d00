package io.jenkins.plugins.consistentbackup.embedded.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.embedded.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VolumeDriverTest {
    @TempDir
    static Path directory;

    private static final ExecutorService WORKERS = Executors.newCachedThreadPool();
    private static Sandbox sandbox;
    private static Storage best;
    private static Storage plain;

    @BeforeAll
    static void setUp() throws IOException {
        sandbox = Sandbox.start();
        best = Storage.in(sandbox, Files.createDirectory(directory.resolve("best")), false, WORKERS, Clock.systemUTC());
        plain = Storage.in(
                sandbox, Files.createDirectory(directory.resolve("plain")), true, WORKERS, Clock.systemUTC());
    }

    @AfterAll
    static void nothingIsLeft() throws IOException {
        sandbox.close();
        WORKERS.shutdownNow();
        Path blocks = Path.of("/sys/block");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(backingFiles(blocks)).noneMatch(file -> file.startsWith(directory + "/")));
    }

    private static List<String> backingFiles(Path blocks) throws IOException {
        try (Stream<Path> devices = Files.list(blocks)) {
            return devices.map(device -> device.resolve("loop/backing_file"))
                    .filter(Files::isReadable)
                    .map(VolumeDriverTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // released meanwhile
        }
    }

    static Stream<VolumeDriver> drivers() {
        return Stream.of(best, plain).flatMap(storage -> storage.drivers().stream());
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void volumeFromSnapshotHoldsWhatTheSourceHeldAtTheCut(VolumeDriver driver) {
        Volume source =
                driver.createVolume("a", "shop/a", 1000, Optional.empty()).join();
        write(source, "before");
        Snapshot snapshot = driver.createSnapshot("s", source.handle()).join();
        write(source, "after");
        Volume restored = driver.createVolume("b", "shop/b", 1000, Optional.of(snapshot.handle()))
                .join();

        assertThat(content(restored)).isEqualTo("before");
        write(restored, "changed");
        Volume again = driver.createVolume("c", "shop/c", 1000, Optional.of(snapshot.handle()))
                .join();
        assertThat(content(again)).isEqualTo("before");

        driver.deleteVolume(source.handle()).join();
        driver.deleteSnapshot(snapshot.handle()).join();
        assertThat(content(again)).isEqualTo("before");
        assertThat(driver.volume(source.handle())).isEmpty();
        assertThat(driver.snapshots()).isEmpty();
    }

    @Test
    void sameRequestGivesTheSameThing() {
        VolumeDriver driver = best.driver(Storage.ATOMIC).orElseThrow();
        Volume volume =
                driver.createVolume("same", "shop/same", 1, Optional.empty()).join();

        assertThat(driver.createVolume("same", "shop/same", 1, Optional.empty()).join())
                .isEqualTo(volume);
        Snapshot snapshot = driver.createSnapshot("same", volume.handle()).join();
        assertThat(driver.createSnapshot("same", volume.handle()).join()).isEqualTo(snapshot);
        driver.deleteSnapshot(snapshot.handle()).join();
    }

    @Test
    void fullStorageRefuses() {
        VolumeDriver driver = plain.driver(Storage.TORN).orElseThrow();
        driver.settings()
                .capacity(driver.volumes().stream().mapToLong(Volume::bytes).sum() + 10);
        try {
            driver.createVolume("ten", "shop/ten", 10, Optional.empty()).join();
            assertThatThrownBy(() -> driver.createVolume("one", "shop/one", 1, Optional.empty())
                            .join())
                    .hasRootCauseInstanceOf(StorageException.class)
                    .hasMessageContaining("code = ResourceExhausted desc = not enough capacity");
        } finally {
            driver.settings().reset();
        }
    }

    @Test
    void refusedCutSucceedsLate() {
        VolumeDriver driver = best.driver(Storage.ATOMIC).orElseThrow();
        Volume volume =
                driver.createVolume("late", "shop/late", 1, Optional.empty()).join();
        driver.settings().fail(SnapshotFault.refused("late", 1));

        assertThatThrownBy(() -> driver.createSnapshot("late", volume.handle()).join())
                .hasMessageContaining("storage backend is busy");
        assertThat(driver.snapshots()).isEmpty();
        Snapshot snapshot = driver.createSnapshot("late", volume.handle()).join();
        driver.deleteSnapshot(snapshot.handle()).join();
    }

    @Test
    void lostAnswerLeavesACutThatALaterTryFinds() {
        VolumeDriver driver = best.driver(Storage.ATOMIC).orElseThrow();
        Volume volume =
                driver.createVolume("lost", "shop/lost", 1, Optional.empty()).join();
        driver.settings().fail(SnapshotFault.of("lost", SnapshotFault.Kind.ANSWER_LOST, 1, "deadline exceeded"));

        assertThatThrownBy(() -> driver.createSnapshot("lost", volume.handle()).join())
                .hasMessageContaining("deadline exceeded");
        Snapshot cut = driver.snapshots().iterator().next();
        assertThat(driver.createSnapshot("lost", volume.handle()).join()).isEqualTo(cut);
        driver.deleteSnapshot(cut.handle()).join();
    }

    @Test
    void snapshotIsReadyLaterThanCut() {
        VolumeDriver driver = best.driver(Storage.ATOMIC).orElseThrow();
        Volume volume =
                driver.createVolume("slow", "shop/slow", 1, Optional.empty()).join();
        driver.settings().readyLatency(Duration.ofMillis(300));
        try {
            Snapshot snapshot = driver.createSnapshot("slow", volume.handle()).join();
            assertThat(snapshot.ready()).isNotDone();
            snapshot.ready().join();
            driver.deleteSnapshot(snapshot.handle()).join();
        } finally {
            driver.settings().reset();
        }
    }

    private static void write(Volume volume, String content) {
        sandbox.run(
                Duration.ofSeconds(10),
                "sh",
                "-c",
                "echo " + content + " > \"$1/file\"",
                "write",
                volume.path().toString());
    }

    private static String content(Volume volume) {
        return sandbox.run(
                Duration.ofSeconds(10), "cat", volume.path().resolve("file").toString());
    }
}
