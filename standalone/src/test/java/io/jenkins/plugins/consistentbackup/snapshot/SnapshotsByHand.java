package io.jenkins.plugins.consistentbackup.snapshot;

import static io.jenkins.plugins.consistentbackup.snapshot.StorageByHand.NAMESPACE;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Snapshots of one set in front of {@link StorageByHand}: new for each test. */
final class SnapshotsByHand implements BeforeEachCallback, AfterEachCallback {
    static final SetId SET = SetId.of("shop-20260102-030405-x7k2");
    /** For what is sure to happen. */
    static final Duration PATIENT = Duration.ofSeconds(20);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private StorageByHand storage;

    @Override
    public void beforeEach(final ExtensionContext test) throws IOException {
        storage = new StorageByHand();
    }

    @Override
    public void afterEach(final ExtensionContext test) {
        storage.close();
        scheduler.shutdownNow();
    }

    StorageByHand storage() {
        return storage;
    }

    CsiSnapshots snapshots() {
        return snapshots(Duration.ofSeconds(5));
    }

    /** @param removal how long may be waited for what is removed */
    CsiSnapshots snapshots(final Duration removal) {
        return new CsiSnapshots(storage.cluster(), Clock.systemUTC(), scheduler, removal);
    }

    Cut readyCut() throws Exception {
        storage.onSnapshot(storage::cut);
        Cut cut = cut(request(PATIENT, "data-0")).get(0);
        storage.ready(cut.snapshot());
        return cut;
    }

    CompletableFuture<List<ReadySnapshot>> ready(final Cut cut, final Profile profile) {
        return snapshots().ready(NAMESPACE, SET, List.of(cut), profile, PATIENT);
    }

    List<Cut> cut(final CutRequest request) throws Exception {
        try (Cutter cutter = get(snapshots().open(NAMESPACE, SET, Optional.empty()))) {
            return get(cutter.cut(request));
        }
    }

    static CutRequest request(final Duration limit, final String... claims) {
        List<VolumeCut> volumes = java.util.Arrays.stream(claims)
                .map(claim -> new VolumeCut(SET.snapshotName(claim), claim, "uid-" + claim, "", "", Map.of()))
                .toList();
        return new CutRequest("data", volumes, Optional.empty(), limit);
    }

    /** The value, or the failure itself. */
    static <T> T get(final CompletableFuture<T> future) throws Exception {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new AssertionError("the future has no deadline of its own", e);
        }
    }

    /** What is to be cut of a claim, which is made. */
    VolumeCut claimed(final String claim) {
        return new VolumeCut(SET.snapshotName(claim), claim, storage.claim(claim), "", "", Map.of());
    }
}
