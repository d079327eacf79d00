package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.phase.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a restore, clone or undo must remember: what it replaces, by what, and how to take it back. Written into the
 * namespace before anything is changed, and again whenever something must be known after a crash. Holds nothing secret.
 */
public final class RestoreState extends RunState {
    private static final long serialVersionUID = 1L;

    /** How a run ended; null while it has not. */
    enum Outcome {
        /** What was asked for runs. */
        DONE,
        /** What ran before runs again. */
        TAKEN_BACK
    }

    String id;
    Operation operation;
    String namespace;
    String set;
    /** SHA-256 of the set's manifest as it was planned; null for an undo. */
    String setDigest;

    String setNamespace;
    String undoes;
    String holder;
    Profile profile;
    long keepSeconds;
    long stopSeconds;
    long safetySeconds;
    long claimsSeconds;
    long prepareSeconds;
    long startSeconds;
    String cutAt;
    String begunAt;
    String stoppedAt;
    String endedAt;
    /** True from just before the first pod may write to what was put in place. */
    boolean started;

    Outcome outcome;
    /** True for a run that only takes back what it finds. */
    boolean takingBack;

    List<StoppedWorkload> workloads = new ArrayList<>();
    List<ReplacedClaim> claims = new ArrayList<>();
    List<RestoredPod> pods = new ArrayList<>();
    List<SnapshotCopy> copies = new ArrayList<>();

    /** Name of the run, unique in its namespace; what an undo asks for. */
    public String id() {
        return id;
    }

    public Operation operation() {
        return operation;
    }

    /** The namespace in which things are changed: of a clone, the one that it is made in. */
    public String namespace() {
        return namespace;
    }

    /** The backup set that is put back; absent for an undo. */
    public Optional<String> set() {
        return Optional.ofNullable(set);
    }

    /** Who asked for it. */
    public String holder() {
        return holder;
    }

    /** When it was begun. */
    public Instant begunAt() {
        return Instant.parse(begunAt);
    }

    /** Whether it ended, well or by being taken back; what has not can be resumed or undone. */
    public boolean ended() {
        return outcome != null;
    }

    /** Whether it ended with what was asked for in place. */
    public boolean succeeded() {
        return outcome == Outcome.DONE;
    }

    RestoreLimits limits() {
        return new RestoreLimits(
                Duration.ofSeconds(stopSeconds),
                Duration.ofSeconds(safetySeconds),
                Duration.ofSeconds(claimsSeconds),
                Duration.ofSeconds(prepareSeconds),
                Duration.ofSeconds(startSeconds));
    }

    void setLimits(final RestoreLimits limits) {
        stopSeconds = limits.stop().toSeconds();
        safetySeconds = limits.safety().toSeconds();
        claimsSeconds = limits.claims().toSeconds();
        prepareSeconds = limits.prepare().toSeconds();
        startSeconds = limits.start().toSeconds();
    }
}
