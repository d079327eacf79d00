package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.embedded.api.fault.ExecTrouble;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Which runs a sweep makes. */
final class SweepCases {
    /** Of the hold's exec: armed, ready, two proofs, released, the end, and what the client's end says. */
    private static final int PROTOCOL_LINES = 7;
    /** Of the hold's exec: the script, the order to acquire, two questions for proof, the release, the end. */
    private static final int PROTOCOL_ORDERS = 6;

    private static final Set<ExecTrouble> ON_INPUT = EnumSet.of(ExecTrouble.CUT, ExecTrouble.SILENCE);

    /** Where a lost answer hides that something was done, or where what is held or the last copy is at stake. */
    private static final Map<String, Set<FaultKind>> HARD = Map.of(
            "create volumesnapshots.snapshot.storage.k8s.io", EnumSet.of(FaultKind.CUT_AFTER, FaultKind.STALL),
            "create volumegroupsnapshots.groupsnapshot.storage.k8s.io", EnumSet.of(FaultKind.CUT_AFTER),
            "watch volumesnapshots.snapshot.storage.k8s.io", EnumSet.of(FaultKind.WATCH_DROPPED, FaultKind.WATCH_STALE),
            "create configmaps", EnumSet.of(FaultKind.CUT_AFTER),
            "get pods/exec", EnumSet.of(FaultKind.CUT_AFTER),
            "delete persistentvolumeclaims", EnumSet.of(FaultKind.CUT_AFTER),
            "create persistentvolumeclaims", EnumSet.of(FaultKind.CUT_AFTER),
            "patch persistentvolumes", EnumSet.of(FaultKind.CUT_AFTER));

    private SweepCases() {}

    /** Each request in each way. */
    static List<SweepCase> requests(final Map<Operation, List<Target>> requests) {
        List<SweepCase> cases = new ArrayList<>();
        requests.forEach((operation, targets) -> targets.forEach(target -> FaultKind.of(target)
                .forEach(kind -> cases.add(SweepCase.of(operation, PlannedFault.of(target, kind))))));
        return cases;
    }

    /** Those of them that no build goes without: the first request of each hard kind. */
    static List<SweepCase> hard(final Map<Operation, List<Target>> requests) {
        List<SweepCase> cases = new ArrayList<>();
        requests.forEach((operation, targets) -> targets.stream()
                .filter(target -> target.occurrence() == 1 && HARD.containsKey(target.label()))
                .forEach(target -> HARD.get(target.label())
                        .forEach(kind -> cases.add(SweepCase.of(operation, PlannedFault.of(target, kind))))));
        return cases;
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

    /** Two things at once in one run, taken at random from lists of single ones. */
    static List<SweepCase> pairs(final List<SweepCase> singles, final int number, final Random random) {
        List<SweepCase> pairs = new ArrayList<>();
        while (pairs.size() < number) {
            SweepCase one = singles.get(random.nextInt(singles.size()));
            SweepCase other = singles.get(random.nextInt(singles.size()));
            if (one.operation() == other.operation() && !one.equals(other)) {
                pairs.add(one.and(other));
            }
        }
        return pairs;
    }
}
