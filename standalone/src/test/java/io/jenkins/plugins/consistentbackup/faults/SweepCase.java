package io.jenkins.plugins.consistentbackup.faults;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run to be made.
 *
 * @param operation what
 * @param faults which requests go wrong
 * @param storage what goes wrong with the storage
 */
record SweepCase(Operation operation, List<PlannedFault> faults, StorageTrouble storage) {
    static SweepCase of(final Operation operation, final PlannedFault... faults) {
        return new SweepCase(operation, List.of(faults), StorageTrouble.NONE);
    }

    /** Both at once; of two troubles of the storage, the first. */
    SweepCase and(final SweepCase other) {
        List<PlannedFault> both =
                Stream.concat(faults.stream(), other.faults.stream()).toList();
        return new SweepCase(operation, both, storage == StorageTrouble.NONE ? other.storage : storage);
    }

    /** How many things go wrong. */
    int troubles() {
        return faults.size() + (storage == StorageTrouble.NONE ? 0 : 1);
    }

    boolean has(final Mishap mishap) {
        return faults.stream().anyMatch(fault -> fault.mishap() == mishap);
    }

    /** Of a case of one fault: what fails in it, in whatever way; of an exec that is spoilt, also how. */
    String subject() {
        return faults.stream().map(PlannedFault::subject).findFirst().orElse(storage.name());
    }

    @Override
    public String toString() {
        Stream<Object> all = Stream.concat(faults.stream(), Stream.of(storage).filter(s -> s != StorageTrouble.NONE));
        return operation + ": " + all.map(Object::toString).collect(Collectors.joining(" and "));
    }
}
