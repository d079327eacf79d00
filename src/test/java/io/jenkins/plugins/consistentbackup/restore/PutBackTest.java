package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A restore is taken back while others meddle with what it puts back. */
class PutBackTest {
    private final HalfDoneRestore restore = HalfDoneRestore.withNewClaims(Profile.NAMESPACE);
    private final Shop shop = restore.shop;
    private final RestoreState state = restore.state;

    @AfterEach
    void stop() {
        restore.close();
    }

    @Test
    void bringsTheOldDataBackThoughAClaimIsDeletedAFewTimes() {
        restore.takeBack(restore.meddled().deleting(oldSource(), 3));

        assertThat(state.ended()).isTrue();
        assertThat(shop.data()).containsOnly("old written");
        assertThat(shop.log).filteredOn(line -> line.contains("tried again")).hasSize(1);
        RestorerTest.assertUntouched(shop, false);
    }

    @Test
    void endsWhenAClaimIsDeletedForEverAndUndoTakesItBackThen() {
        assertThatThrownBy(() -> restore.takeBack(restore.meddled().deleting(oldSource(), Integer.MAX_VALUE)))
                .hasMessageContaining("claim " + HalfDoneRestore.CLAIM + " (its data is kept: snapshot ")
                .hasMessageContaining("in namespace shop was deleted or replaced after it had been put back")
                .hasMessageContaining("[StatefulSet db] is stopped")
                .hasMessageEndingWith("then undo " + state.id());

        assertGivenUpAtTheLimitAndUndone();
    }

    @Test
    void endsWhenTheApiServerIsAwayForTooLongAndUndoTakesItBackThen() {
        assertThatThrownBy(() -> restore.takeBack(MeddledCluster.away())).hasMessageContaining("nobody answers");

        assertGivenUpAtTheLimitAndUndone();
    }

    @Test
    void isNotCalledWellWhenNobodyCanSeeWhetherTheWorkloadIsReady() {
        assertThatThrownBy(() -> restore.takeBack(restore.meddled().blind())).hasMessageContaining("nobody may watch");

        assertThat(state.ended()).isFalse();
        assertThat(shop.log).noneMatch(line -> line.contains("taken back: "));
    }

    private void assertGivenUpAtTheLimitAndUndone() {
        assertThat(Duration.ofNanos(restore.pauses.nanoTime()))
                .isBetween(HalfDoneRestore.LIMIT, HalfDoneRestore.LIMIT.plusSeconds(5));
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

        assertThatThrownBy(() -> restore.takeBack(shop.cluster))
                .hasMessageContaining("StatefulSet db in namespace shop was deleted meanwhile")
                .hasMessageContaining("uid of a stranger");
        assertThat(restore.pauses.made()).isEmpty();
    }

    /** What the claim is filled from when it is put back. */
    private String oldSource() {
        return state.claims.stream()
                .filter(claim -> claim.name.equals(HalfDoneRestore.CLAIM))
                .findFirst()
                .orElseThrow()
                .oldSource();
    }
}
