package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.CatalogException;
import io.jenkins.plugins.consistentbackup.catalog.NamespaceLease;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy.Limit;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Removes sets that somebody chose, such as those of backups that died. It does so with the namespace's Lease in its
 * hands, so that no set is taken away from a backup that is still making it, and looks at each set once more: one that
 * has changed its state since it was chosen stays.
 */
public final class SetDeletion {
    private final BackupParts parts;
    private final Supplier<PlacePolicy> policy;

    SetDeletion(final BackupParts parts, final Supplier<PlacePolicy> policy) {
        this.parts = parts;
        this.policy = policy;
    }

    /**
     * Removes sets of one namespace, one after the other: manifests, snapshots, and the labels that a group snapshot
     * put on claims.
     *
     * @param chosen as they were found; at least one
     * @param requester who wants it, for the Lease
     * @param patience how long to wait for the Lease; {@link NamespaceLease#OUTLASTING} for that of a process that died
     * @param removed hears of each set that is gone
     * @return fails with {@link CatalogException} that names what is left and why, who is at work in the namespace, or the
     *     rule that asks for more sets than would stay
     */
    public CompletableFuture<Void> run(
            final List<BackupSet> chosen,
            final String requester,
            final Duration patience,
            final Consumer<BackupSet> removed) {
        String namespace = chosen.get(0).namespace();
        SetId run = SetId.next(namespace, parts.clock(), new SecureRandom());
        return NamespaceLease.acquire(
                        parts.cluster(),
                        namespace,
                        requester + " (removal " + run + ")",
                        NamespaceLease.LONGEST,
                        patience,
                        parts.clock(),
                        parts.scheduler())
                .thenCompose(lease -> requireOpen(namespace)
                        .thenCompose(nothing -> requireEnough(namespace, chosen))
                        .thenCompose(nothing -> removeAll(chosen, lease, removed))
                        .handle((nothing, failure) -> lease.release().thenRun(() -> rethrow(failure)))
                        .thenCompose(released -> released));
    }

    private CompletableFuture<Void> requireOpen(final String namespace) {
        return policy.get()
                .closed(namespace)
                .map(refusal -> CompletableFuture.<Void>failedFuture(new CatalogException(refusal)))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private CompletableFuture<Void> requireEnough(final String namespace, final List<BackupSet> chosen) {
        Optional<Limit<Integer>> least = policy.get().leastKept(namespace);
        if (least.isEmpty() || chosen.stream().noneMatch(BackupSet::usable)) {
            return CompletableFuture.completedFuture(null);
        }
        Set<SetId> going = chosen.stream().map(BackupSet::id).collect(Collectors.toSet());
        return parts.catalog().list(namespace).thenAccept(sets -> {
            long left = sets.stream()
                    .filter(BackupSet::usable)
                    .filter(set -> !going.contains(set.id()))
                    .count();
            if (left < least.get().value()) {
                throw new CatalogException(least.get()
                        .rule()
                        .refusal("at least " + least.get().value() + " sets are kept in namespace " + namespace
                                + ", and " + left + " would be left; nothing was removed"));
            }
        });
    }

    private CompletableFuture<Void> removeAll(
            final List<BackupSet> chosen, final NamespaceLease lease, final Consumer<BackupSet> removed) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (BackupSet set : chosen) {
            all = all.thenCompose(nothing -> lease.check())
                    .thenCompose(nothing -> requireUnchanged(set))
                    .thenCompose(nothing -> remove(set))
                    .thenRun(() -> removed.accept(set));
        }
        return all;
    }

    private CompletableFuture<Void> requireUnchanged(final BackupSet chosen) {
        return parts.catalog()
                .find(chosen.namespace(), chosen.id())
                .thenAccept(found -> found.ifPresent(now -> {
                    if (now.state() != chosen.state() || now.pinned() != chosen.pinned()) {
                        throw new CatalogException("set " + chosen.id() + " of namespace " + chosen.namespace()
                                + " has changed since it was chosen for removal and stays; list the sets again");
                    }
                }));
    }

    private CompletableFuture<Void> remove(final BackupSet set) {
        return parts.catalog()
                .delete(set.namespace(), set.id())
                .thenCompose(left -> parts.claimLabels()
                        .remove(set.namespace(), set.id())
                        .thenRun(() -> {
                            if (!left.isEmpty()) {
                                throw new CatalogException("of set " + set.id() + " there is left: "
                                        + String.join("; ", left) + "; remove it again when that is settled");
                            }
                        }));
    }

    private static void rethrow(final Throwable failure) {
        if (failure != null) {
            throw new CompletionException(Futures.cause(failure));
        }
    }
}
