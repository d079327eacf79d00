package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;

/**
 * What is to go wrong with one request.
 *
 * @param target which one
 * @param name how, for people
 * @param fault how
 * @param mishap what happens beside it
 */
record PlannedFault(Target target, String name, Fault fault, Mishap mishap) {
    static PlannedFault of(final Target target, final FaultKind kind) {
        return new PlannedFault(target, kind.name(), kind.fault(), Mishap.NONE);
    }

    static PlannedFault spoilt(final Target target, final Fault.SpoilExec spoil) {
        String where = (spoil.onInput() ? "input" : "output") + " after " + spoil.after();
        return new PlannedFault(target, spoil.how() + " of " + where, spoil, Mishap.NONE);
    }

    /** Nothing goes wrong with the request itself. */
    static PlannedFault beside(final Target target, final Mishap mishap) {
        return new PlannedFault(target, mishap.name(), Fault.none(), mishap);
    }

    /** What fails, in whatever way; of an exec that is spoilt, also how, since it may be at each of its lines. */
    String subject() {
        return fault instanceof Fault.SpoilExec spoil ? target + " " + spoil.how() : target.toString();
    }

    @Override
    public String toString() {
        return target + " " + name;
    }
}
