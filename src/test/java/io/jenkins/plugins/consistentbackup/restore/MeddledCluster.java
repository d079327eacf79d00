package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A fake cluster as a taking back sees it with which something is wrong.
 *
 * @param cluster the fake one
 * @param claim one of its claims
 */
record MeddledCluster(FakeCluster cluster, String claim) {
    /**
     * Somebody deletes the claim whenever it has been put back, so many times.
     *
     * @param putBackFrom what it is filled from then
     */
    Cluster deleting(final String putBackFrom, final int times) {
        int[] left = {times};
        return seen((proxy, method, arguments) -> {
            Object answer = method.invoke(cluster, arguments);
            return method.getName().equals("create")
                            && isPutBack((HasMetadata) arguments[1], putBackFrom)
                            && left[0]-- > 0
                    ? ((CompletableFuture<?>) answer).thenCompose(this::deleted)
                    : answer;
        });
    }

    /** Its storage cuts snapshots again when they have been waited for so many times. */
    Cluster cuttingAgainAtTheWait(final int times) {
        int[] left = {times};
        return seen((proxy, method, arguments) -> {
            if (method.getName().equals("feed") && arguments[0].equals(Kind.SNAPSHOTS) && --left[0] == 0) {
                cluster.storage().failsToCut = false;
            }
            return method.invoke(cluster, arguments);
        });
    }

    /** Something happens when the claim was looked at so many times. */
    Cluster afterLookingAtTheClaim(final int times, final Runnable what) {
        int[] left = {times};
        return seen((proxy, method, arguments) -> {
            boolean look =
                    method.getName().equals("get") && arguments[0].equals(Kind.CLAIMS) && arguments[2].equals(claim);
            CompletableFuture<?> answer = (CompletableFuture<?>) method.invoke(cluster, arguments);
            return look && --left[0] == 0 ? answer.whenComplete((found, failure) -> what.run()) : answer;
        });
    }

    /** It refuses so many requests for objects of a kind, of one verb; which changes it did not refuse is noted. */
    Cluster refusing(
            final Kind<?> kind, final String verb, final int times, final Reason reason, final List<String> changed) {
        int[] left = {times};
        return seen((proxy, method, arguments) -> {
            boolean ofKind = arguments != null && arguments[0].equals(kind);
            if (ofKind && method.getName().equals(verb) && left[0]-- > 0) {
                return CompletableFuture.failedFuture(new ClusterException(reason, "refused"));
            }
            if (ofKind && method.getName().equals("patch")) {
                changed.add((String) arguments[2]);
            }
            return method.invoke(cluster, arguments);
        });
    }

    /** It answers nobody. */
    static Cluster away() {
        return seen((proxy, method, arguments) ->
                CompletableFuture.failedFuture(new ClusterException(Reason.LOST, "nobody answers")));
    }

    /** Nobody may watch the StatefulSets. */
    Cluster blind() {
        return seen(
                (proxy, method, arguments) -> method.getName().equals("feed") && arguments[0].equals(Kind.STATEFUL_SETS)
                        ? CompletableFuture.failedFuture(new ClusterException(Reason.FORBIDDEN, "nobody may watch"))
                        : method.invoke(cluster, arguments));
    }

    /** Whose answers come from a handler. */
    static Cluster seen(final InvocationHandler handler) {
        return (Cluster)
                Proxy.newProxyInstance(Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, handler);
    }

    private <T> CompletableFuture<T> deleted(final T created) {
        return cluster.delete(Kind.CLAIMS, Shop.NAMESPACE, claim, null).thenApply(deleted -> created);
    }

    private boolean isPutBack(final HasMetadata object, final String source) {
        return object.getMetadata().getName().equals(claim)
                && source.equals(Metadata.annotations(object).get(Labels.FILLED_FROM));
    }
}
