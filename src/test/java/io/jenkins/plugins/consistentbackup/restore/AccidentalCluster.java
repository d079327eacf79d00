package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster as a process sees it to which something happens at certain writes. To a process that has died nobody answers
 * any more, and nothing that it asks for reaches anybody.
 */
final class AccidentalCluster implements InvocationHandler {
    private static final Set<String> WRITES = Set.of("create", "replace", "patch", "delete", "scale");

    private final Cluster real;
    private final Accident accident;
    private final Set<Integer> victims;
    /** Whether a request counts; the victims are numbers of those. */
    private final Predicate<Method> counts;

    private final AtomicInteger counted = new AtomicInteger();
    private final int lateness;
    private final AtomicInteger requestsUntilLate = new AtomicInteger();
    private final AtomicReference<Write> late = new AtomicReference<>();
    private final CompletableFuture<String> happened = new CompletableFuture<>();
    private final CompletableFuture<Void> died = new CompletableFuture<>();

    private record Write(Method method, Object[] arguments) {
        /** As {@code patch persistentvolumes pv-3}. */
        @Override
        public String toString() {
            return Stream.concat(
                            Stream.of(method.getName()),
                            Arrays.stream(arguments).flatMap(Write::names))
                    .collect(Collectors.joining(" "));
        }

        private static Stream<String> names(final Object argument) {
            if (argument instanceof HasMetadata object) {
                return Stream.of(object.getKind(), object.getMetadata().getName());
            }
            return argument instanceof Kind || argument instanceof String
                    ? Stream.of(argument.toString())
                    : Stream.of();
        }
    }

    /** @param victims at which writes it happens, from 1 */
    AccidentalCluster(final Cluster real, final Accident accident, final Set<Integer> victims) {
        this(real, accident, victims, AccidentalCluster::writes, 0);
    }

    private AccidentalCluster(
            final Cluster real,
            final Accident accident,
            final Set<Integer> victims,
            final Predicate<Method> counts,
            final int lateness) {
        this.real = real;
        this.accident = accident;
        this.victims = victims;
        this.counts = counts;
        this.lateness = lateness;
    }

    /** One of which a write takes effect only right before the so manieth request after it, if there are as many. */
    static AccidentalCluster late(final Cluster real, final int write, final int requests) {
        return new AccidentalCluster(real, Accident.LATE, Set.of(write), AccidentalCluster::writes, requests);
    }

    /**
     * One to which it happens at a request, which may as well be one that only looks.
     *
     * @param request counted from 1 as soon as the real one has had its own accident
     */
    static AccidentalCluster after(final AccidentalCluster real, final Accident accident, final int request) {
        return new AccidentalCluster(
                real.seen(), accident, Set.of(request), method -> answers(method) && real.happened(), 0);
    }

    private static boolean writes(final Method method) {
        return WRITES.contains(method.getName());
    }

    private static boolean answers(final Method method) {
        return CompletableFuture.class.isAssignableFrom(method.getReturnType());
    }

    /** The cluster, as the process sees it. */
    Cluster seen() {
        return (Cluster) Proxy.newProxyInstance(Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, this);
    }

    /** Whether there was a first accident. */
    boolean happened() {
        return happened.isDone();
    }

    /** The write at which the first one happened; only when it did. */
    String victim() {
        return happened.join();
    }

    /** Completes at the death. */
    CompletableFuture<Void> died() {
        return died;
    }

    @Override
    public Object invoke(final Object proxy, final Method method, final Object[] arguments) throws Throwable {
        boolean answers = answers(method);
        if (answers && died.isDone()) {
            return new CompletableFuture<>();
        }
        if (answers && late.get() != null && requestsUntilLate.decrementAndGet() == 0) {
            Write arriving = late.getAndSet(null);
            pass(arriving.method(), arriving.arguments());
        }
        if (!counts.test(method) || !victims.contains(counted.incrementAndGet())) {
            return pass(method, arguments);
        }
        Write write = new Write(method, arguments);
        happened.complete(write.toString());
        if (accident == Accident.LATE) {
            requestsUntilLate.set(lateness);
            late.set(write);
        }
        CompletableFuture<?> effect = accident.takesEffect()
                ? (CompletableFuture<?>) pass(method, arguments)
                : CompletableFuture.completedFuture(null);
        if (accident.kills()) {
            effect.whenComplete((answer, failure) -> died.complete(null));
            return new CompletableFuture<>();
        }
        return effect.handle((done, failure) -> accident.answer(method.getName()))
                .thenCompose(answer -> answer);
    }

    private Object pass(final Method method, final Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
