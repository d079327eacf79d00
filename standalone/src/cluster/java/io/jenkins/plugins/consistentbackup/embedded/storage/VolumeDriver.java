package io.jenkins.plugins.consistentbackup.embedded.storage;

import io.jenkins.plugins.consistentbackup.embedded.sandbox.CommandFailedException;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.FrozenProcesses;
import io.jenkins.plugins.consistentbackup.embedded.storage.StorageException.Code;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What a CSI driver and its storage do. Requests are idempotent by name, as CSI wants: asking twice for the same name
 * gives the same thing. All futures fail with {@link StorageException}.
 *
 * <p>The atomic driver cuts at one instant: on btrfs a snapshot of a subvolume is one; elsewhere, and for the several
 * volumes of a group, all processes of the pods that use the volumes are stopped while they are copied, so that nobody
 * can have written between the first copy and the last. The torn driver copies file by file while they are written to.
 */
public final class VolumeDriver {
    private final String name;
    private final boolean atomic;
    private final StoragePool pool;
    private final Executor workers;
    private final Clock clock;
    private final DriverSettings settings = new DriverSettings();
    private final Map<String, CompletableFuture<Volume>> requested = new ConcurrentHashMap<>();
    private final Map<String, Volume> volumes = new ConcurrentHashMap<>();
    private final Map<String, Snapshot> byRequest = new ConcurrentHashMap<>();
    private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();
    private final AtomicLong slowestCutNanos = new AtomicLong();
    private volatile VolumeUsers users = handles -> List.of();

    VolumeDriver(String name, boolean atomic, StoragePool pool, Executor workers, Clock clock) {
        this.name = name;
        this.atomic = atomic;
        this.pool = pool;
        this.workers = workers;
        this.clock = clock;
    }

    public String name() {
        return name;
    }

    /** Whether its snapshots are of one instant. */
    public boolean isAtomic() {
        return atomic;
    }

    public DriverSettings settings() {
        return settings;
    }

    /** Tells who is to be stopped for a copy; until then nobody is. */
    public void usedBy(VolumeUsers newUsers) {
        users = newUsers;
    }

    public Optional<Volume> volume(String handle) {
        return Optional.ofNullable(volumes.get(handle));
    }

    public Optional<Snapshot> snapshot(String handle) {
        return Optional.ofNullable(snapshots.get(handle));
    }

    /** The directory of a volume or snapshot with this handle, as seen inside the sandbox. */
    public Path files(String handle) {
        return pool.path(handle);
    }

    public Collection<Volume> volumes() {
        return List.copyOf(volumes.values());
    }

    public Collection<Snapshot> snapshots() {
        return List.copyOf(snapshots.values());
    }

    /**
     * Makes a volume, empty or with what a snapshot holds.
     *
     * @param request name of the request, which makes it idempotent
     * @param claim {@code namespace/name} of the claim it is for
     */
    public CompletableFuture<Volume> createVolume(
            String request, String claim, long bytes, Optional<String> snapshotHandle) {
        CompletableFuture<Volume> volume = requested.computeIfAbsent(
                request,
                key -> after(settings.provisionLatency(), () -> makeVolume(key, claim, bytes, snapshotHandle)));
        volume.whenComplete((made, failure) -> {
            if (failure != null) {
                requested.remove(request, volume);
            }
        });
        return volume;
    }

    private Volume makeVolume(String request, String claim, long bytes, Optional<String> source) {
        String handle = "vol-" + UUID.randomUUID();
        Path path = pool.path(handle);
        reserve(new Volume(handle, claim, bytes, path), source);
        try {
            if (source.isPresent()) {
                pool.copy(source.get(), handle);
            } else {
                pool.create(handle);
            }
        } catch (CommandFailedException e) {
            volumes.remove(handle);
            throw new StorageException(Code.INTERNAL, e.getMessage());
        }
        return volumes.get(handle);
    }

    private synchronized void reserve(Volume volume, Optional<String> source) {
        if (source.isPresent()) {
            Snapshot snapshot = snapshots.get(source.get());
            if (snapshot == null) {
                throw new StorageException(Code.NOT_FOUND, "snapshot " + source.get() + " does not exist");
            }
            if (volume.bytes() < snapshot.restoreSize()) {
                throw new StorageException(
                        Code.OUT_OF_RANGE,
                        "requested volume size " + volume.bytes() + " is less than the size " + snapshot.restoreSize()
                                + " for the source snapshot " + source.get());
            }
        }
        long used = volumes.values().stream().mapToLong(Volume::bytes).sum();
        if (volume.bytes() > settings.capacity() - used) {
            throw new StorageException(
                    Code.RESOURCE_EXHAUSTED,
                    "not enough capacity: " + volume.bytes() + " bytes asked for, "
                            + Math.max(0, settings.capacity() - used) + " left");
        }
        volumes.put(volume.handle(), volume);
    }

    /** Removes a volume; one that does not exist is removed already. */
    public CompletableFuture<Void> deleteVolume(String handle) {
        return after(Duration.ZERO, () -> {
            if (volumes.containsKey(handle)) {
                pool.delete(handle);
                volumes.remove(handle);
                requested
                        .values()
                        .removeIf(made -> made.isDone()
                                && !made.isCompletedExceptionally()
                                && made.join().handle().equals(handle));
            }
            return null;
        });
    }

    /**
     * Cuts a volume. The future completes after the cut, when the storage tells of it.
     *
     * @param request name of the request, which makes it idempotent
     */
    public CompletableFuture<Snapshot> createSnapshot(String request, String volumeHandle) {
        Snapshot known = byRequest.get(request);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        String claim = claimOf(volumeHandle);
        return timed(after(settings.untilCut(claim), () -> cut(request, List.of(volumeHandle)))
                .thenApply(cuts -> cuts.get(0))
                .thenCompose(this::answer));
    }

    private <T> CompletableFuture<T> timed(CompletableFuture<T> cut) {
        long begun = System.nanoTime();
        return cut.whenComplete(
                (made, failure) -> slowestCutNanos.accumulateAndGet(System.nanoTime() - begun, Math::max));
    }

    /** How long the slowest cut took, from the request to the answer, of those since this was last asked. */
    public Duration takeSlowestCut() {
        return Duration.ofNanos(slowestCutNanos.getAndSet(0));
    }

    /** Cuts all these volumes; the atomic driver at one instant. Snapshots come in the order of the volumes. */
    public CompletableFuture<List<Snapshot>> createGroupSnapshot(String request, List<String> volumeHandles) {
        List<Snapshot> known = volumeHandles.stream()
                .map(handle -> byRequest.get(request + "/" + handle))
                .toList();
        if (!known.contains(null)) {
            return CompletableFuture.completedFuture(known);
        }
        return timed(after(settings.cutLatency(), () -> cut(request, volumeHandles))
                .thenCompose(cuts -> {
                    List<CompletableFuture<Snapshot>> answers =
                            cuts.stream().map(this::answer).toList();
                    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                            .thenApply(done -> answers.stream()
                                    .map(CompletableFuture::join)
                                    .toList());
                }));
    }

    private List<Snapshot> cut(String request, List<String> handles) {
        for (String handle : handles) {
            settings.meet(claimOf(handle), SnapshotFault.Kind.REFUSED).ifPresent(fault -> {
                throw new StorageException(Code.INTERNAL, fault.message());
            });
        }
        List<Snapshot> cuts = new ArrayList<>();
        boolean stop = atomic && (handles.size() > 1 || !pool.copiesAtOneInstant());
        try (FrozenProcesses frozen =
                FrozenProcesses.of(stop ? users.processesUsing(new TreeSet<>(handles)) : Set.of())) {
            for (String handle : handles) {
                String key = handles.size() == 1 ? request : request + "/" + handle;
                cuts.add(copyOnce(key, handle));
            }
        } catch (CommandFailedException e) {
            throw new StorageException(Code.INTERNAL, e.getMessage());
        }
        return cuts;
    }

    /** Whoever asks, asks again only after the answer; so nobody else is copying for the same request. */
    private Snapshot copyOnce(String key, String handle) {
        Snapshot known = byRequest.get(key);
        Snapshot snapshot = known == null ? copy(handle) : known;
        byRequest.put(key, snapshot);
        return snapshot;
    }

    private Snapshot copy(String handle) {
        Volume volume = volumes.get(handle);
        if (volume == null) {
            throw new StorageException(Code.NOT_FOUND, "volume " + handle + " does not exist");
        }
        String id = "snap-" + UUID.randomUUID();
        pool.copy(handle, id);
        Snapshot snapshot = new Snapshot(id, handle, clock.instant(), volume.bytes(), new CompletableFuture<>());
        snapshots.put(id, snapshot);
        return snapshot;
    }

    private CompletableFuture<Snapshot> answer(Snapshot snapshot) {
        String claim = claimOf(snapshot.volume());
        if (settings.meet(claim, SnapshotFault.Kind.NEVER_READY).isEmpty()) {
            after(
                    settings.answerLatency().plus(settings.readyLatency()),
                    () -> snapshot.ready().complete(null));
        }
        return after(settings.answerLatency(), () -> {
            settings.meet(claim, SnapshotFault.Kind.ANSWER_LOST).ifPresent(fault -> {
                throw new StorageException(Code.INTERNAL, fault.message());
            });
            return snapshot;
        });
    }

    /** Whether the binding of the next snapshot of this claim is to go wrong; uses the fault up. */
    public boolean bindsWrongly(String volumeHandle) {
        return settings.meet(claimOf(volumeHandle), SnapshotFault.Kind.WRONG_BINDING)
                .isPresent();
    }

    /** Removes a snapshot; one that does not exist is removed already. */
    public CompletableFuture<Void> deleteSnapshot(String handle) {
        return after(Duration.ZERO, () -> {
            if (snapshots.containsKey(handle)) {
                pool.delete(handle);
                snapshots.remove(handle);
                byRequest.values().removeIf(snapshot -> snapshot.handle().equals(handle));
            }
            return null;
        });
    }

    private String claimOf(String volumeHandle) {
        Volume volume = volumes.get(volumeHandle);
        return volume == null ? "/" : volume.claim();
    }

    private <T> CompletableFuture<T> after(Duration delay, Supplier<T> action) {
        return CompletableFuture.supplyAsync(
                action,
                delay.isZero()
                        ? workers
                        : CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, workers));
    }
}
