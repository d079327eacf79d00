package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restore is taken back that had started: what may have been written to its new volumes is kept. */
class KeptReplacementTest {
    private HalfDoneRestore restore;

    @AfterEach
    void stop() {
        restore.close();
    }

    @Test
    void waitsForTheStorageToKeepWhatTheRestoreHadStarted() {
        startWith(Profile.NAMESPACE);
        restore.shop.cluster.storage().failsToCut = true;
        restore.shop.write("new");

        restore.takeBack(restore.meddled().cuttingAgainAtTheWait(3));

        assertThat(restore.state.ended()).isTrue();
        assertThat(restore.shop.data()).containsOnly("old written");
        assertThat(restore.shop.copies("new")).isEqualTo(Shop.PODS);
        assertThat(restore.shop.log)
                .anyMatch(line -> line.contains("tried again") && line.contains("the storage is busy"));
    }

    @ParameterizedTest
    @EnumSource
    void bringsTheOldDataBackThoughSomebodyRemovedANewVolume(final Profile profile) {
        startWith(profile);
        restore.shop.cluster.delete(Kind.VOLUMES, null, newVolume(), null).join();

        restore.takeBack(restore.shop.cluster);

        assertThat(restore.state.ended()).isTrue();
        assertThat(restore.shop.data()).containsOnly("old written");
        assertThat(restore.shop.log)
                .anyMatch(line -> line.startsWith("warning: volume ")
                        && line.contains("of claim " + HalfDoneRestore.CLAIM + " in namespace shop is ")
                        && line.endsWith("what was written to it is not kept"));
    }

    @Test
    void saysWhereTheDataStaysOfANewVolumeThatSomebodyDeletes() {
        startWith(Profile.CLUSTER);
        String name = newVolume();
        ObjectNode volume = restore.shop.cluster.find(Kind.VOLUMES, null, name);
        volume.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        volume.withObject("/spec/csi").put("volumeHandle", "vol-7");

        restore.takeBack(restore.shop.cluster);

        assertThat(restore.shop.data()).containsOnly("old written");
        assertThat(restore.shop.log)
                .anyMatch(line -> line.contains("is being deleted by somebody")
                        && line.endsWith("stays in the storage alone, under the handle vol-7"));
        assertThat(restore.shop
                        .cluster
                        .find(Kind.VOLUMES, null, name)
                        .at("/spec/persistentVolumeReclaimPolicy")
                        .asText())
                .isEqualTo(VolumeKeeping.RETAIN);
    }

    @Test
    void claimThatIsBoundJustWhenItIsToBeDeletedIsKept() {
        startWith(Profile.NAMESPACE);
        restore.shop.write("new");
        phase("Pending");

        restore.takeBack(restore.meddled().afterLookingAtTheClaim(3, () -> phase("Bound")));

        assertThat(restore.shop.data()).containsOnly("old written");
        assertThat(restore.shop.copies("new")).isEqualTo(Shop.PODS);
    }

    @Test
    void volumeThatIsThereThoughItsClaimIsLostIsKept() {
        startWith(Profile.CLUSTER);
        restore.shop.write("new");
        phase("Lost");

        restore.takeBack(restore.shop.cluster);

        assertThat(restore.shop.data()).containsOnly("old written");
        assertThat(restore.shop.copies("new")).isEqualTo(Shop.PODS);
    }

    private void phase(final String phase) {
        restore.shop
                .cluster
                .find(Kind.CLAIMS, Shop.NAMESPACE, HalfDoneRestore.CLAIM)
                .withObject("/status")
                .put("phase", phase);
    }

    private String newVolume() {
        return restore.shop
                .cluster
                .find(Kind.CLAIMS, Shop.NAMESPACE, HalfDoneRestore.CLAIM)
                .at("/spec/volumeName")
                .asText();
    }

    private void startWith(final Profile profile) {
        restore = HalfDoneRestore.withNewClaims(profile);
        restore.state.started = true;
    }
}
