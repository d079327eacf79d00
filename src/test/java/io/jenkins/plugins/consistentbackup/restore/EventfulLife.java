package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.catalog.Retention;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.phase.PhaseRun;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A shop to which all sorts of things happen, and the model of what it must hold. */
final class EventfulLife implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;
    private static final int LAST_WRITE = 40;
    private static final int MOST_ACCIDENTS = 3;

    private final Shop shop;
    private final Profile profile;
    private final Random random;
    private final NothingLostTest.Tally tally;
    private final StringBuilder story;
    /** Words that were written and that nobody has removed the last copy of on purpose. */
    private final Set<String> written = new TreeSet<>();
    /** The words that the workload runs on. */
    private Set<String> live = Set.of();
    /** The words in each set, by its id. */
    private final Map<String, Set<String>> sets = new HashMap<>();
    /** The words that the workload ran on before each restore or undo, by its id. */
    private final Map<String, Set<String>> replaced = new HashMap<>();

    private AccidentalCluster current;
    private int accidents;
    private int count;

    EventfulLife(
            final Profile profile,
            final String storageClass,
            final Random random,
            final long seed,
            final NothingLostTest.Tally tally) {
        this.profile = profile;
        this.random = random;
        this.tally = tally;
        shop = new Shop(storageClass, true);
        story = new StringBuilder("seed " + seed + ", " + profile + ", " + storageClass);
        sets.put(Shop.SET.toString(), Set.of());
    }

    /** Lets one thing happen, and compares the shop with the model. */
    void step() {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> write();
            case 3 -> backUp();
            case 4, 5, 6 -> restore();
            case 7 -> undo();
            case 8 -> removeKept();
            default -> prune();
        }
        assertNothingLost();
        assertThat(words(shop.data()))
                .as("what the workload runs on; %s", story)
                .isEqualTo(live);
    }

    private void write() {
        tally.writes++;
        Set<String> now = new TreeSet<>(live);
        for (ObjectNode claim : shop.cluster.objects.in(Kind.CLAIMS, Shop.NAMESPACE)) {
            String word = "w" + ++count;
            shop.cluster
                    .storage()
                    .volumes
                    .computeIfPresent(claim.at("/spec/volumeName").asText(), (volume, data) -> data + " " + word);
            now.add(word);
        }
        written.addAll(now);
        live = now;
        story.append("; write w").append(count);
    }

    private void backUp() {
        tally.backups++;
        SetId set = SetId.of("shop-" + ++count);
        shop.backUp(set);
        sets.put(set.toString(), live);
        story.append("; back up ").append(set);
    }

    private void restore() {
        List<String> usable = usable().stream().map(set -> set.id().toString()).toList();
        String set = usable.get(random.nextInt(usable.size()));
        RestoreRequest like = shop.restore(profile);
        RestoreRequest request = RestoreRequest.inPlace(Shop.NAMESPACE, set, like.holder())
                .with(like.choices())
                .with(like.limits());
        tally.restores++;
        story.append("; restore ").append(set);
        run(RestorerTest.plan(shop, request).begin(), sets.get(set));
    }

    /** Of the latest that succeeded, if what it replaced is still there. */
    private void undo() {
        Optional<RestoreState> latest =
                recorded().stream().filter(RestoreState::succeeded).findFirst();
        if (latest.isEmpty()) {
            return;
        }
        String id = latest.get().id();
        RestorePlan plan = RestorerTest.plan(shop, shop.undo(Shop.NAMESPACE, id, profile));
        if (plan.problems().isEmpty()) {
            tally.undos++;
            story.append("; undo ").append(id);
            run(plan.begin(), replaced.get(id));
        }
    }

    private void run(final RestoreState state, final Set<String> wanted) {
        replaced.put(state.id(), live);
        accidents = 0;
        meet(shop.restorer(accidental().seen()).run(state, Journal.none(), shop.log::add), false);
        while (unfinished().isPresent()) {
            RestoreState left = unfinished().get();
            shop.expireLease();
            AccidentalCluster seen = accidental();
            if (random.nextBoolean()) {
                story.append(", resume");
                meet(shop.restorer(seen.seen()).run(left, Journal.none(), shop.log::add), true);
            } else {
                story.append(", take back");
                RestoreState back = RestorerTest.plan(shop, shop.undo(Shop.NAMESPACE, left.id(), profile))
                        .begin();
                meet(shop.restorer(seen.seen()).run(back, Journal.none(), shop.log::add), false);
            }
        }
        boolean done = recorded().stream().anyMatch(found -> found.id().equals(state.id()) && found.succeeded());
        story.append(done ? " (done)" : " (taken back)");
        live = done ? wanted : live;
    }

    /** A cluster to which something may happen, though not for ever. */
    private AccidentalCluster accidental() {
        boolean happens = accidents < MOST_ACCIDENTS && random.nextBoolean();
        Accident accident = Accident.values()[random.nextInt(Accident.values().length)];
        Set<Integer> writes = happens ? Set.of(1 + random.nextInt(LAST_WRITE)) : Set.of();
        story.append(happens ? " [" + accident + " at " + writes + "]" : "");
        current = new AccidentalCluster(shop.cluster, accident, writes);
        return current;
    }

    private void meet(final PhaseRun<RestoreState> run, final boolean resumed) {
        CompletableFuture<Void> ended =
                (resumed ? run.resume() : run.start()).result().handle((after, failure) -> null);
        CompletableFuture.anyOf(current.died(), ended)
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
        accidents = current.happened() ? accidents + 1 : accidents;
        tally.accidents += current.happened() ? 1 : 0;
        assertNothingLost();
    }

    private void removeKept() {
        Kept kept = shop.restorer(shop.cluster).kept();
        List<Kept.Item> items = kept.list(Shop.NAMESPACE).join();
        if (items.isEmpty()) {
            return;
        }
        Kept.Item item = items.get(random.nextInt(items.size()));
        story.append("; remove ").append(item);
        Set<String> going = item.kind().equals("volume")
                ? words(List.of(shop.cluster.storage().volumes.getOrDefault(item.name(), "")))
                : snapshotWords(item.name());
        try {
            kept.remove(item, true).join();
            tally.removals++;
        } catch (CompletionException e) {
            assertThat(Futures.cause(e)).as(story.toString()).isInstanceOf(RestoreException.class);
            story.append(" (refused)");
            return;
        }
        giveUp(going);
    }

    private void prune() {
        int keep = 1 + random.nextInt(2);
        story.append("; keep ").append(keep);
        for (BackupSet set : Retention.toRemove(usable(), keep)) {
            Set<String> going = sets.remove(set.id().toString());
            assertThat(shop.catalog().delete(Shop.NAMESPACE, set.id()).join()).isEmpty();
            tally.removals++;
            giveUp(going);
        }
        assertThat(usable()).as(story.toString()).isNotEmpty();
    }

    /** Somebody wanted this copy removed: the words that were nowhere else are gone, and no others. */
    private void giveUp(final Set<String> going) {
        Set<String> lost = lost();
        assertThat(going).as("words of what was removed; %s", story).containsAll(lost);
        written.removeAll(lost);
    }

    private void assertNothingLost() {
        assertThat(lost()).as("words without a copy; %s", story).isEmpty();
        assertThat(shop.cluster.violations()).as(story.toString()).isEmpty();
    }

    private Set<String> lost() {
        Set<String> lost = new HashSet<>(written);
        lost.removeAll(words(shop.cluster.storage().copies()));
        return lost;
    }

    private Set<String> snapshotWords(final String snapshot) {
        ObjectNode found = shop.cluster.find(Kind.SNAPSHOTS, Shop.NAMESPACE, snapshot);
        return words(List.of(shop.cluster
                .storage()
                .handles
                .getOrDefault(found.at("/status/handle").asText(), "")));
    }

    private static Set<String> words(final List<String> copies) {
        return copies.stream()
                .flatMap(data -> Arrays.stream(data.split(" ")))
                .filter(word -> word.matches("w[0-9]+"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<BackupSet> usable() {
        return shop.catalog().list(Shop.NAMESPACE).join().stream()
                .filter(BackupSet::usable)
                .toList();
    }

    private List<RestoreState> recorded() {
        return shop.restorer(shop.cluster).recorded(Shop.NAMESPACE).join();
    }

    private Optional<RestoreState> unfinished() {
        return recorded().stream().filter(found -> !found.ended()).findFirst();
    }

    @Override
    public void close() {
        shop.close();
    }
}
