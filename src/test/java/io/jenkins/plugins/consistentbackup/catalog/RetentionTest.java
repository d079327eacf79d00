package io.jenkins.plugins.consistentbackup.catalog;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetentionTest {

    @Test
    void removesTheOldestUsableSetsBeyondThoseToKeep() {
        List<BackupSet> sets = List.of(
                set(3, State.COMMITTED, false),
                set(1, State.COMMITTED, false),
                set(2, State.COMMITTED, false),
                set(4, State.FAILED, false));
        assertThat(Retention.toRemove(sets, 1))
                .extracting(set -> set.id().toString())
                .containsExactly("s1", "s2");
    }

    @Test
    void whatWasGivenUpIsALeftoverUnlessItIsMoreThanThat() {
        List<BackupSet> sets = List.of(
                set(1, State.INCOMPLETE, false),
                set(2, State.INCOMPLETE, false),
                set(3, State.COMMITTED, false),
                set(4, State.FAILED, false));
        assertThat(Retention.leftovers(sets, Set.of(SetId.of("s1"), SetId.of("s3"), SetId.of("s4"), SetId.of("s5"))))
                .extracting(set -> set.id().toString())
                .containsExactly("s1");
    }

    @Property
    void neverRemovesTheNewestUsableOneNorAPinnedOne(
            @ForAll("sets") final List<BackupSet> sets, @ForAll @IntRange(min = -1, max = 12) final int keep) {
        List<BackupSet> removed = Retention.toRemove(sets, keep);
        assertThat(removed).noneMatch(BackupSet::pinned).allMatch(BackupSet::usable);
        newestUsable(sets).ifPresent(newest -> assertThat(removed).doesNotContain(newest));
    }

    @Property
    void keepsAsManyAsWereAskedForAndNoneThatIsOlderThanARemovedOneButPinned(
            @ForAll("sets") final List<BackupSet> sets, @ForAll @IntRange(min = 1, max = 12) final int keep) {
        List<BackupSet> removed = Retention.toRemove(sets, keep);
        long usable = sets.stream().filter(BackupSet::usable).count();
        List<BackupSet> unpinned = sets.stream()
                .filter(set -> set.usable() && !set.pinned() && !removed.contains(set))
                .toList();
        assertThat(usable - removed.size()).isGreaterThanOrEqualTo(Math.min(usable, keep));
        assertThat(unpinned).hasSizeLessThanOrEqualTo(keep);
        removed.forEach(
                gone -> assertThat(unpinned).allMatch(kept -> kept.created().isAfter(gone.created())));
    }

    @Property
    void removesNothingMoreTheSecondTime(
            @ForAll("sets") final List<BackupSet> sets, @ForAll @IntRange(min = 1, max = 12) final int keep) {
        List<BackupSet> left = sets.stream()
                .filter(set -> !Retention.toRemove(sets, keep).contains(set))
                .toList();
        assertThat(Retention.toRemove(left, keep)).isEmpty();
    }

    @Provide
    Arbitrary<List<BackupSet>> sets() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.of(State.COMMITTED, State.COMMITTED, State.INCOMPLETE, State.FAILED, State.DAMAGED),
                        Arbitraries.of(true, false, false))
                .as(RetentionTest::set)
                .list()
                .uniqueElements(BackupSet::id)
                .ofMaxSize(10);
    }

    /** The API server's times have seconds, and the end of an id is drawn. */
    @Test
    void ofTwoSetsOfOneSecondTheOneThatWasFinishedLastStays() {
        BackupSet first = finished("shop-20260102-030405-zzzz", 100);
        BackupSet last = finished("shop-20260102-030405-aaaa", 900);

        assertThat(Retention.toRemove(List.of(last, first), 1)).containsExactly(first);
    }

    @Test
    void setThatWasJustMadeStaysThoughTheClockOfItsMachineIsSlow() {
        BackupSet first = finished("shop-20260102-030405-aaaa", 900);
        BackupSet last = finished("shop-20260102-030405-zzzz", 100);

        assertThat(Retention.toRemoveAfter(last.id(), List.of(first, last), 1)).isEmpty();
    }

    private static BackupSet finished(final String id, final long millis) {
        Instant second = Instant.parse("2026-01-02T03:05:05Z");
        Manifest manifest = ManifestSamples.manifest(SetId.of(id), second.plusMillis(millis));
        return new BackupSet(
                "shop", SetId.of(id), State.COMMITTED, "", second, false, List.of(), Optional.of(manifest));
    }

    private static Optional<BackupSet> newestUsable(final List<BackupSet> sets) {
        return sets.stream().filter(BackupSet::usable).max(comparing(BackupSet::created));
    }

    private static BackupSet set(final int number, final State state, final boolean pinned) {
        return new BackupSet(
                "shop",
                SetId.of("s" + number),
                state,
                "",
                Instant.ofEpochSecond(number),
                pinned,
                List.of(),
                Optional.empty());
    }
}
