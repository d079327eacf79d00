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

    private static final String LEASES = "leases.coordination.k8s.io";
    /** Of a backup: one asks whether the container has what it takes, one holds, one writes once more. */
    private static final int EXECS = 3;

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
                SweepCase.of(Operation.RESTORE_CLUSTER_PROFILE, PlannedFault.of(Target.START, FaultKind.STALL)),
                SweepCase.of(Operation.BACKUP_SESSION, PlannedFault.spoilt(Target.HOLD, silence)),
                // Late, when the run is being taken back already.
                SweepCase.of(Operation.RESTORE_CLUSTER_PROFILE, PlannedFault.of(Target.PREPARE, FaultKind.STALL)),
                first(Operation.UNDO_CLUSTER_PROFILE, "create persistentvolumeclaims", FaultKind.STALL),
                SweepCase.of(Operation.UNDO_NAMESPACE_PROFILE, PlannedFault.of(Target.REPLACE, FaultKind.STALL)),
                SweepCase.of(Operation.BACKUP_SESSION, PlannedFault.of(Target.CUT, FaultKind.STALL)),
                first(Operation.BACKUP_SESSION, "watch " + Target.SNAPSHOTS, FaultKind.WATCH_DROPPED),
                SweepCase.of(Operation.BACKUP_SESSION, PlannedFault.of(Target.COMMIT, FaultKind.CUT_AFTER)),
                first(Operation.BACKUP_SESSION, "create " + LEASES, FaultKind.CUT_AFTER),
                first(Operation.BACKUP_STATE_GROUP, "update " + LEASES, FaultKind.CONFLICT),
                first(Operation.BACKUP_LOG_NAMESPACE_PROFILE, "delete " + Target.SNAPSHOTS, FaultKind.CUT_AFTER));
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
