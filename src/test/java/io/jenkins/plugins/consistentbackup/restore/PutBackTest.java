package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.Pauses;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restore is taken back while others meddle with what it puts back. */
class PutBackTest {
    private static final String CLAIM = "data-db-1";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Shop shop = new Shop("now", false);
    private final Pauses pauses = new Pauses();
    private RestoreState state;

    @BeforeEach
    void replaceTheClaims() {
        replaceTheClaims(Profile.NAMESPACE);
    }

    private void replaceTheClaims(final Profile profile) {
        begin(profile);
        Tools tools = tools(shop.cluster);
        get(tools.context().save());
        for (NamedPhase.Step step : List.<NamedPhase.Step>of(
                RestoreSteps::protect, RestoreSteps::stop, RestoreSteps::safety, RestoreSteps::claims)) {
            get(step.run(state, tools));
        }
    }

    @AfterEach
    void stop() {
        pauses.shutdownNow();
        shop.close();
    }

    @Test
    void bringsTheOldDataBackThoughAClaimIsDeletedAFewTimes() {
        get(takeBack(meddled().deleting(oldSource(), 3)));

        assertThat(state.ended()).isTrue();
        assertThat(shop.data()).containsOnly("old written");
        assertThat(shop.log).filteredOn(line -> line.contains("tried again")).hasSize(1);
        RestorerTest.assertUntouched(shop, false);
    }

    @Test
    void endsWhenAClaimIsDeletedForEverAndUndoTakesItBackThen() {
        assertThatThrownBy(() -> get(takeBack(meddled().deleting(oldSource(), Integer.MAX_VALUE))))
                .hasMessageContaining("claim " + CLAIM + " (its data is kept: snapshot ")
                .hasMessageContaining("in namespace shop was deleted or replaced after it had been put back")
                .hasMessageContaining("[StatefulSet db] is stopped")
                .hasMessageEndingWith("then undo " + state.id());

        assertGivenUpAtTheLimitAndUndone();
    }

    @Test
    void endsWhenTheApiServerIsAwayForTooLongAndUndoTakesItBackThen() {
        assertThatThrownBy(() -> get(takeBack(MeddledCluster.away()))).hasMessageContaining("nobody answers");

        assertGivenUpAtTheLimitAndUndone();
    }

    @Test
    void isNotCalledWellWhenNobodyCanSeeWhetherTheWorkloadIsReady() {
        assertThatThrownBy(() -> get(takeBack(meddled().blind()))).hasMessageContaining("nobody may watch");

        assertThat(state.ended()).isFalse();
        assertThat(shop.log).noneMatch(line -> line.contains("taken back: "));
    }

    @Test
    void waitsForTheStorageToKeepWhatTheRestoreHadStarted() {
        state.started = true;
        shop.cluster.storage().failsToCut = true;
        shop.write("new");

        get(takeBack(meddled().cuttingAgainAtTheWait(3)));

        assertThat(state.ended()).isTrue();
        assertThat(shop.data()).containsOnly("old written");
        assertThat(shop.copies("new")).isEqualTo(Shop.PODS);
        assertThat(shop.log).anyMatch(line -> line.contains("tried again") && line.contains("the storage is busy"));
    }

    @ParameterizedTest
    @EnumSource
    void bringsTheOldDataBackThoughSomebodyRemovedANewVolume(final Profile profile) {
        startWith(profile);
        shop.cluster.delete(Kind.VOLUMES, null, newVolume(), null).join();

        get(takeBack(shop.cluster));

        assertThat(state.ended()).isTrue();
        assertThat(shop.data()).containsOnly("old written");
        assertThat(shop.log)
                .anyMatch(line -> line.startsWith("warning: volume ")
                        && line.contains("of claim " + CLAIM + " in namespace shop is ")
                        && line.endsWith("what was written to it is not kept"));
    }

    @Test
    void saysWhereTheDataStaysOfANewVolumeThatSomebodyDeletes() {
        startWith(Profile.CLUSTER);
        String name = newVolume();
        ObjectNode volume = shop.cluster.find(Kind.VOLUMES, null, name);
        volume.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        volume.withObject("/spec/csi").put("volumeHandle", "vol-7");

        get(takeBack(shop.cluster));

        assertThat(shop.data()).containsOnly("old written");
        assertThat(shop.log)
                .anyMatch(line -> line.contains("is being deleted by somebody")
                        && line.endsWith("stays in the storage alone, under the handle vol-7"));
        assertThat(shop.cluster
                        .find(Kind.VOLUMES, null, name)
                        .at("/spec/persistentVolumeReclaimPolicy")
                        .asText())
                .isEqualTo(VolumeKeeping.RETAIN);
    }

    @Test
    void claimThatIsBoundJustWhenItIsToBeDeletedIsKept() {
        startWith(Profile.NAMESPACE);
        shop.write("new");
        phase("Pending");

        get(takeBack(meddled().afterLookingAtTheClaim(3, () -> phase("Bound"))));

        assertThat(shop.data()).containsOnly("old written");
        assertThat(shop.copies("new")).isEqualTo(Shop.PODS);
    }

    @Test
    void volumeThatIsThereThoughItsClaimIsLostIsKept() {
        startWith(Profile.CLUSTER);
        shop.write("new");
        phase("Lost");

        get(takeBack(shop.cluster));

        assertThat(shop.data()).containsOnly("old written");
        assertThat(shop.copies("new")).isEqualTo(Shop.PODS);
    }

    private void phase(final String phase) {
        shop.cluster
                .find(Kind.CLAIMS, Shop.NAMESPACE, CLAIM)
                .withObject("/status")
                .put("phase", phase);
    }

    private void startWith(final Profile profile) {
        startAnew();
        replaceTheClaims(profile);
        state.started = true;
    }

    private void startAnew() {
        shop.close();
        shop = new Shop("now", false);
    }

    private void begin(final Profile profile) {
        RestoreRequest request = shop.restore(profile).with(RestoreLimits.each(LIMIT));
        state = RestorerTest.plan(shop, request).begin();
    }

    private String newVolume() {
        return shop.cluster
                .find(Kind.CLAIMS, Shop.NAMESPACE, CLAIM)
                .at("/spec/volumeName")
                .asText();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "FORBIDDEN", "INVALID"})
    void oneRefusalDoesNotLeaveAClaimOpenToLateRequests(final Reason reason) {
        List<String> marked = new ArrayList<>();

        get(takeBack(meddled().refusing(Kind.CLAIMS, "patch", 1, reason, marked)));

        assertThat(marked).containsExactly("data-db-0", CLAIM);
        assertThat(shop.data()).containsOnly("old written");
    }

    @Test
    void oneRefusalDoesNotLeaveAWorkloadOpenToLateRequests() {
        startAnew();
        begin(Profile.NAMESPACE);
        get(tools(shop.cluster).context().save());
        List<String> changed = new ArrayList<>();

        get(takeBack(meddled().refusing(Kind.STATEFUL_SETS, "patch", 1, Reason.FORBIDDEN, changed)));

        assertThat(changed).as("a mark, and its removal").containsExactly("db", "db");
        RestorerTest.assertUntouched(shop, false);
    }

    @Test
    void marksAreWaitedForWhenClaimsCannotBeRead() {
        List<String> marked = new ArrayList<>();

        get(takeBack(meddled().refusing(Kind.CLAIMS, "get", 2, Reason.FORBIDDEN, marked)));

        assertThat(marked).containsExactly("data-db-0", CLAIM);
        assertThat(shop.data()).containsOnly("old written");
    }

    @Test
    void marksThatAreAlwaysRefusedDoNotKeepTheOldDataFromBeingPutBack() {
        List<String> marked = new ArrayList<>();

        get(takeBack(meddled().refusing(Kind.CLAIMS, "patch", Integer.MAX_VALUE, Reason.INVALID, marked)));

        assertThat(marked).isEmpty();
        assertThat(shop.data()).containsOnly("old written");
    }

    private void assertGivenUpAtTheLimitAndUndone() {
        assertThat(Duration.ofNanos(pauses.nanoTime())).isBetween(LIMIT, LIMIT.plusSeconds(5));
        assertThat(state.ended()).isFalse();
        assertThat(shop.workload().at("/spec/replicas").asInt()).isZero();

        RestorerTest.run(
                shop,
                RestorerTest.plan(shop, shop.undo(Shop.NAMESPACE, state.id(), Profile.NAMESPACE))
                        .begin());
        assertThat(shop.data()).containsOnly("old written");
        RestorerTest.assertUntouched(shop, false);
    }

    @Test
    void namesAnotherWorkloadOfTheSameNameAtOnce() {
        ObjectNode another = shop.workload().deepCopy();
        shop.cluster.delete(Kind.STATEFUL_SETS, Shop.NAMESPACE, "db", null).join();
        another.withObject("/metadata").put("uid", "of a stranger").remove("resourceVersion");
        shop.cluster.put(Kind.STATEFUL_SETS, Json.as(StatefulSet.class, another));

        assertThatThrownBy(() -> get(takeBack(shop.cluster)))
                .hasMessageContaining("StatefulSet db in namespace shop was deleted meanwhile")
                .hasMessageContaining("uid of a stranger");
        assertThat(pauses.made()).isEmpty();
    }

    private CompletableFuture<Void> takeBack(final Cluster cluster) {
        return new PatientStep(PutBack::run, pauses::nanoTime).run(state, tools(cluster));
    }

    private MeddledCluster meddled() {
        return new MeddledCluster(shop.cluster, CLAIM);
    }

    /** What the claim is filled from when it is put back. */
    private String oldSource() {
        return state.claims.stream()
                .filter(claim -> claim.name.equals(CLAIM))
                .findFirst()
                .orElseThrow()
                .oldSource();
    }

    private Tools tools(final Cluster cluster) {
        Journal<RestoreState> journal = RestoreRecord.journal(shop.cluster, Journal.none());
        return new Tools(
                cluster,
                shop.catalog(),
                (container, script, environment, timeout) -> {
                    throw new UnsupportedOperationException("nothing is checked here");
                },
                TemplateLibrary.builtIn(),
                Clock.systemUTC(),
                pauses,
                new PhaseContext() {
                    @Override
                    public void say(final String line) {
                        shop.log.add(line);
                    }

                    @Override
                    public CompletableFuture<Void> save() {
                        return journal.save(state);
                    }

                    @Override
                    public CompletableFuture<Void> cancelled() {
                        return new CompletableFuture<>();
                    }
                });
    }

    private static void get(final CompletableFuture<Void> step) {
        step.orTimeout(120, TimeUnit.SECONDS).join();
    }
}
