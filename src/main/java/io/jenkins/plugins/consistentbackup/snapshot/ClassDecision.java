package io.jenkins.plugins.consistentbackup.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which class snapshots a driver's volumes.
 *
 * @param chosen the class; absent when there is none
 * @param problem why there is none, and what to do; empty when there is one
 */
record ClassDecision(Optional<ClassFacts> chosen, String problem) {

    /**
     * Decides as the snapshot controller does, which refuses a driver with two defaults.
     *
     * @param kind {@code VolumeSnapshotClass} or {@code VolumeGroupSnapshotClass}
     * @param what for messages: {@code claim shop/data-0}
     * @param named the class that the user named, or empty
     */
    static ClassDecision of(
            final String kind,
            final String driver,
            final String what,
            final String named,
            final List<ClassFacts> classes) {
        return named.isEmpty() ? byDefault(kind, driver, what, classes) : byName(kind, driver, what, named, classes);
    }

    private static ClassDecision byName(
            final String kind,
            final String driver,
            final String what,
            final String named,
            final List<ClassFacts> classes) {
        Optional<ClassFacts> found =
                classes.stream().filter(one -> one.name().equals(named)).findFirst();
        if (found.isEmpty()) {
            return problem("there is no " + kind + " " + named + "; " + kind + "es of driver " + driver + ": "
                    + names(driver, classes));
        }
        return found.get().driver().equals(driver)
                ? new ClassDecision(found, "")
                : problem(kind + " " + named + " is for driver " + found.get().driver() + ", but " + what
                        + " has driver " + driver);
    }

    private static ClassDecision byDefault(
            final String kind, final String driver, final String what, final List<ClassFacts> classes) {
        List<ClassFacts> defaults = classes.stream()
                .filter(one -> one.driver().equals(driver) && one.isDefault())
                .toList();
        if (defaults.size() == 1) {
            return new ClassDecision(Optional.of(defaults.get(0)), "");
        }
        if (defaults.size() > 1) {
            return problem("driver " + driver + " of " + what + " has " + defaults.size() + " default " + kind
                    + "es (" + names(driver, defaults) + "); name one, or ask the cluster's administrator to leave one"
                    + " default");
        }
        return classes.stream().anyMatch(one -> one.driver().equals(driver))
                ? problem("driver " + driver + " of " + what + " has no default " + kind + "; name one of: "
                        + names(driver, classes))
                : problem("driver " + driver + " of " + what + " has no " + kind + "; if it can cut snapshots, ask the"
                        + " cluster's administrator to create one");
    }

    private static String names(final String driver, final List<ClassFacts> classes) {
        String names = classes.stream()
                .filter(one -> one.driver().equals(driver))
                .map(ClassFacts::name)
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    private static ClassDecision problem(final String problem) {
        return new ClassDecision(Optional.empty(), problem);
    }
}
