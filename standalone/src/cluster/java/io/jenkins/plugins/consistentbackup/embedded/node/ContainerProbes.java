package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.consistentbackup.embedded.controller.Workers;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/** The three probes of a container that runs; those it does not have always pass. */
final class ContainerProbes {
    private final Probe startup;
    private final Probe liveness;
    private final Probe readiness;

    ContainerProbes(
            JsonNode container, ContainerProcess process, IntUnaryOperator port, Workers workers, Runnable changed) {
        Runnable started = () -> {
            startOthers();
            changed.run();
        };
        startup = probe(container, "startupProbe", false, process, port, workers, started);
        liveness = probe(container, "livenessProbe", true, process, port, workers, changed);
        readiness = probe(container, "readinessProbe", false, process, port, workers, changed);
    }

    private static Probe probe(
            JsonNode container,
            String name,
            boolean passingAtFirst,
            ContainerProcess process,
            IntUnaryOperator port,
            Workers workers,
            Runnable changed) {
        JsonNode spec = container.path(name);
        return spec.isObject()
                ? new Probe(
                        spec,
                        passingAtFirst,
                        () -> ProbeQuestions.ask(spec, process, port, workers.pool()),
                        workers.timer(),
                        changed)
                : null;
    }

    private Stream<Probe> all() {
        return Stream.of(startup, liveness, readiness).filter(Objects::nonNull);
    }

    /** Starts to ask; the others wait until the start-up probe has passed once. */
    void start() {
        if (startup != null) {
            startup.start();
        } else {
            startOthers();
        }
    }

    private void startOthers() {
        if (hasStarted()) {
            Stream.of(liveness, readiness).filter(Objects::nonNull).forEach(Probe::start);
        }
    }

    void stop() {
        all().forEach(Probe::stop);
    }

    boolean hasStarted() {
        return startup == null || startup.isPassing();
    }

    boolean isReady() {
        return hasStarted() && (readiness == null || readiness.isPassing());
    }

    boolean wantRestart() {
        return Stream.of(startup, liveness).filter(Objects::nonNull).anyMatch(Probe::hasFailed);
    }

    Optional<String> complaint() {
        return named("Startup", startup).or(() -> named("Liveness", liveness)).or(() -> named("Readiness", readiness));
    }

    private static Optional<String> named(String name, Probe probe) {
        return probe != null && probe.hasFailed()
                ? Optional.of(name + " probe failed: " + probe.output())
                : Optional.empty();
    }
}
