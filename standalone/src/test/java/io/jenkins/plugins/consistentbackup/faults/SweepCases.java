package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.embedded.api.fault.ExecTrouble;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Which runs a sweep makes. */
final class SweepCases {
    /** Of the hold's exec: armed, ready, two proofs, released, the end, and what the client's end says. */
    private static final int PROTOCOL_LINES = 7;
    /** Of the hold's exec: the script, the order to acquire, two questions for proof, the release, the end. */
    private static final int PROTOCOL_ORDERS = 6;
    /** The script, and the order to acquire. */
    private static final int ORDERS_UNTIL_HELD = 2;

    private static final Set<ExecTrouble> ON_INPUT = EnumSet.of(ExecTrouble.CUT, ExecTrouble.SILENCE);

    private static final String SNAPSHOTS = "volumesnapshots.snapshot.storage.k8s.io";
    private static final String LEASES = "leases.coordination.k8s.io";
    /** Of a backup: one asks whether the container has what it takes, one holds, one writes once more. */
    private static final int EXECS = 3;

    private static final int HOLDING_EXEC = 2;

    private static final Target HOLD = new Target(Target.EXEC, HOLDING_EXEC);
    private static final Target CUT = new Target("create " + SNAPSHOTS, 1);
    private static final Target COMMIT = new Target("create configmaps", 1);
    private static final Target STOP = new Target("patch statefulsets.apps/scale", 1);
    private static final Target REPLACE = new Target("delete persistentvolumeclaims", 1);
    private static final Target PREPARE = new Target("create pods", 1);
    /** The second scaling starts the workload again. */
    private static final Target START = new Target("patch statefulsets.apps/scale", 2);
    /** The only exec of a restore. */
    private static final Target CHECK = new Target(Target.EXEC, 1);

    private SweepCases() {}

    /** Each request in each way. */
    static List<SweepCase> requests(final Map<Operation, List<Target>> requests) {
        List<SweepCase> cases = new ArrayList<>();
        requests.forEach((operation, targets) -> targets.forEach(target -> FaultKind.of(target)
                .forEach(kind -> cases.add(SweepCase.of(operation, PlannedFault.of(target, kind))))));
        return cases;
    }

    /**
     * Those that no build goes without: where a lost answer hides that something was done, or where what is held or the
     * last copy is at stake.
     */
    static List<SweepCase> always() {
        // Neither a question nor the order to let go arrives any more.
        Fault.SpoilExec silence = new Fault.SpoilExec(ExecTrouble.SILENCE, true, ORDERS_UNTIL_HELD);
        return List.of(
                SweepCase.of(Operation.RESTORE_CLUSTER_PROFILE, PlannedFault.of(START, FaultKind.STALL)),
                SweepCase.of(Operation.BACKUP_SESSION, PlannedFault.spoilt(HOLD, silence)),
                // Late, when the run is being taken back already.
                first(Operation.RESTORE_CLUSTER_PROFILE, "create pods", FaultKind.STALL),
                first(Operation.UNDO_CLUSTER_PROFILE, "create persistentvolumeclaims", FaultKind.STALL),
                SweepCase.of(Operation.UNDO_NAMESPACE_PROFILE, PlannedFault.of(REPLACE, FaultKind.STALL)),
                first(Operation.BACKUP_SESSION, "create " + SNAPSHOTS, FaultKind.STALL),
                first(Operation.BACKUP_SESSION, "watch " + SNAPSHOTS, FaultKind.WATCH_DROPPED),
                first(Operation.BACKUP_SESSION, "create configmaps", FaultKind.CUT_AFTER),
                first(Operation.BACKUP_SESSION, "create " + LEASES, FaultKind.CUT_AFTER),
                first(Operation.BACKUP_STATE_GROUP, "update " + LEASES, FaultKind.CONFLICT));
    }

    /**
     * The pod or the whole namespace goes while the database is held, cut, or waited for, and while it is restored. The
     * pod only with the lock that goes with it: one that outlives its process, as Db2's does, nobody is left to take away.
     */
    static List<SweepCase> deaths() {
        return List.of(
                beside(Operation.BACKUP_SESSION, HOLD, Mishap.POD_GONE),
                beside(Operation.BACKUP_SESSION, CUT, Mishap.POD_GONE),
                beside(Operation.RESTORE_CLUSTER_PROFILE, STOP, Mishap.POD_GONE),
                beside(Operation.RESTORE_NAMESPACE_PROFILE, CHECK, Mishap.POD_GONE),
                beside(Operation.UNDO_CLUSTER_PROFILE, STOP, Mishap.POD_GONE),
                beside(Operation.UNDO_NAMESPACE_PROFILE, STOP, Mishap.POD_GONE),
                beside(Operation.BACKUP_SESSION, HOLD, Mishap.NAMESPACE_GONE),
                beside(Operation.BACKUP_SESSION, CUT, Mishap.NAMESPACE_GONE),
                beside(Operation.BACKUP_SESSION, COMMIT, Mishap.NAMESPACE_GONE),
                beside(Operation.RESTORE_CLUSTER_PROFILE, REPLACE, Mishap.NAMESPACE_GONE));
    }

    /**
     * What befalls everybody in a cluster: the node, the snapshot-controller or the API server goes while the database is
     * held, the set is about to be committed, claims are replaced, prepared or started.
     */
    static List<SweepCase> deathsOfTheCluster() {
        return List.of(
                beside(Operation.RESTORE_CLUSTER_PROFILE, REPLACE, Mishap.API_SERVER_AWAY),
                beside(Operation.BACKUP_SESSION, CUT, Mishap.NODE_GONE),
                beside(Operation.BACKUP_SESSION, COMMIT, Mishap.NODE_GONE),
                beside(Operation.RESTORE_CLUSTER_PROFILE, PREPARE, Mishap.NODE_GONE),
                beside(Operation.BACKUP_SESSION, CUT, Mishap.SNAPSHOT_CONTROLLER_GONE));
    }

    /** The same elsewhere: more of them than each build has time for. */
    static List<SweepCase> moreDeathsOfTheCluster() {
        return List.of(
                beside(Operation.RESTORE_CLUSTER_PROFILE, START, Mishap.API_SERVER_AWAY),
                beside(Operation.RESTORE_NAMESPACE_PROFILE, REPLACE, Mishap.API_SERVER_AWAY),
                beside(Operation.UNDO_CLUSTER_PROFILE, REPLACE, Mishap.API_SERVER_AWAY),
                beside(Operation.UNDO_NAMESPACE_PROFILE, START, Mishap.API_SERVER_AWAY),
                beside(Operation.BACKUP_SESSION, CUT, Mishap.API_SERVER_AWAY),
                beside(Operation.RESTORE_CLUSTER_PROFILE, START, Mishap.NODE_GONE),
                beside(Operation.UNDO_CLUSTER_PROFILE, START, Mishap.NODE_GONE),
                beside(Operation.RESTORE_NAMESPACE_PROFILE, CUT, Mishap.SNAPSHOT_CONTROLLER_GONE));
    }

    private static SweepCase beside(final Operation operation, final Target request, final Mishap mishap) {
        return SweepCase.of(operation, PlannedFault.beside(request, mishap));
    }

    private static SweepCase first(final Operation operation, final String label, final FaultKind kind) {
        return SweepCase.of(operation, PlannedFault.of(new Target(label, 1), kind));
    }

    /** One case of all that there are, or every fourth time a pair of them. */
    static SweepCase any(final Random random) {
        Operation operation = oneOf(List.of(Operation.values()), random);
        SweepCase one = single(operation, random);
        return random.nextInt(4) > 0 ? one : one.and(single(operation, random));
    }

    /** Mostly a request, counted among all of a run: which one it is need not be known. */
    private static SweepCase single(final Operation operation, final Random random) {
        switch (random.nextInt(8)) {
            case 0:
                Target exec = new Target(Target.EXEC, 1 + random.nextInt(EXECS));
                return SweepCase.of(operation, PlannedFault.spoilt(exec, oneOf(spoilers(), random)));
            case 1:
                return oneOf(
                        storage().stream()
                                .filter(each -> each.operation() == operation)
                                .toList(),
                        random);
            default:
                Target request = new Target(Target.ANY, 1 + random.nextInt(operation.requests()));
                return SweepCase.of(operation, PlannedFault.of(request, oneOf(FaultKind.of(request), random)));
        }
    }

    private static <T> T oneOf(final List<T> all, final Random random) {
        return all.get(random.nextInt(all.size()));
    }

    /** Each exec, spoilt at each line of the protocol in each direction. */
    static List<SweepCase> execs(final Map<Operation, List<Target>> requests) {
        List<SweepCase> cases = new ArrayList<>();
        requests.forEach((operation, targets) -> targets.stream()
                .filter(Target::isExec)
                .forEach(target -> spoilers()
                        .forEach(spoil -> cases.add(SweepCase.of(operation, PlannedFault.spoilt(target, spoil))))));
        return cases;
    }

    private static List<Fault.SpoilExec> spoilers() {
        List<Fault.SpoilExec> spoilers = new ArrayList<>();
        for (ExecTrouble how : ExecTrouble.values()) {
            for (int line = 0; line < (how == ExecTrouble.NO_STATUS ? 1 : PROTOCOL_LINES); line++) {
                spoilers.add(new Fault.SpoilExec(how, false, line));
            }
            for (int order = 0; ON_INPUT.contains(how) && order < PROTOCOL_ORDERS; order++) {
                spoilers.add(new Fault.SpoilExec(how, true, order));
            }
        }
        return spoilers;
    }

    /** Each operation with each trouble of the storage. */
    static List<SweepCase> storage() {
        List<SweepCase> cases = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            for (StorageTrouble trouble : StorageTrouble.values()) {
                if (trouble != StorageTrouble.NONE) {
                    cases.add(new SweepCase(operation, List.of(), trouble));
                }
            }
        }
        return cases;
    }

    /** At random, but so that everything fails once before anything fails once more in another way. */
    static List<SweepCase> inTurns(final List<SweepCase> cases, final Random random) {
        List<SweepCase> shuffled = new ArrayList<>(cases);
        Collections.shuffle(shuffled, random);
        Map<String, Integer> turns = new HashMap<>();
        Map<Integer, List<SweepCase>> byTurn = new TreeMap<>();
        for (SweepCase each : shuffled) {
            int turn = turns.merge(each.operation() + " " + each.subject(), 1, Integer::sum);
            byTurn.computeIfAbsent(turn, key -> new ArrayList<>()).add(each);
        }
        return byTurn.values().stream().flatMap(List::stream).toList();
    }

    /** Two things at once in one run, taken at random from lists of single ones. */
    static List<SweepCase> pairs(final List<SweepCase> singles, final int number, final Random random) {
        List<SweepCase> pairs = new ArrayList<>();
        while (pairs.size() < number) {
            SweepCase one = oneOf(singles, random);
            SweepCase other = oneOf(singles, random);
            if (one.operation() == other.operation() && !one.equals(other)) {
                pairs.add(one.and(other));
            }
        }
        return pairs;
    }
}
