package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A cluster as a process sees it to which something happens at certain writes. To a process that has died nobody answers
 * any more, and nothing that it asks for reaches anybody.
 */
final class AccidentalCluster implements InvocationHandler {
    private static final Set<String> WRITES = Set.of("create", "replace", "patch", "delete", "scale");

    private final Cluster real;
    private final Accident accident;
    private final Set<Integer> victims;
    private final AtomicInteger writes = new AtomicInteger();
    private final CompletableFuture<Void> happened = new CompletableFuture<>();
    private final CompletableFuture<Void> died = new CompletableFuture<>();

    /** @param victims at which writes it happens, from 1 */
    AccidentalCluster(final Cluster real, final Accident accident, final Set<Integer> victims) {
        this.real = real;
        this.accident = accident;
        this.victims = victims;
    }

    /** The cluster, as the process sees it. */
    Cluster seen() {
        return (Cluster) Proxy.newProxyInstance(Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, this);
    }

    /** Whether there was a first accident. */
    boolean happened() {
        return happened.isDone();
    }

    /** Completes at the death. */
    CompletableFuture<Void> died() {
        return died;
    }

    @Override
    public Object invoke(final Object proxy, final Method method, final Object[] arguments) throws Throwable {
        boolean answers = CompletableFuture.class.isAssignableFrom(method.getReturnType());
        if (answers && died.isDone()) {
            return new CompletableFuture<>();
        }
        if (!WRITES.contains(method.getName()) || !victims.contains(writes.incrementAndGet())) {
            return pass(method, arguments);
        }
        happened.complete(null);
        CompletableFuture<?> effect = accident.takesEffect()
                ? (CompletableFuture<?>) pass(method, arguments)
                : CompletableFuture.completedFuture(null);
        if (accident.kills()) {
            effect.whenComplete((answer, failure) -> died.complete(null));
            return new CompletableFuture<>();
        }
        return effect.handle((answer, failure) -> {
            throw accident.answer();
        });
    }

    private Object pass(final Method method, final Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
