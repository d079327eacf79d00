package io.jenkins.plugins.consistentbackup.snapshot;

import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.ATTEMPT;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.cut;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.failed;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.requested;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CutWatchTest {
    private final CutWatch watch = new CutWatch(
            "shop", List.of(volume("data"), volume("log")), ATTEMPT, Moment.now(Clock.systemUTC()), Clock.systemUTC());

    @Test
    void isCompleteWhenTheLastCutIsSeenAndKeepsTheOrderOfTheRequest() {
        assertThat(watch.look(Map.of())).isEmpty();
        assertThat(watch.look(seen(requested("set-data", "data"), cut("set-log", "log"))))
                .isEmpty();
        assertThat(watch.missing()).containsExactly("data");

        List<Cut> cuts =
                watch.look(seen(cut("set-data", "data"), cut("set-log", "log"))).orElseThrow();

        assertThat(cuts).extracting(Cut::claim).containsExactly("data", "log");
        assertThat(cuts).extracting(Cut::volumeHandle).containsExactly("handle-data", "handle-log");
        assertThat(cuts.get(1).observed().nanos())
                .isLessThan(cuts.get(0).observed().nanos());
    }

    @Test
    void failsWithTheNamesAndTheStoragesMessage() {
        assertThatThrownBy(() -> watch.look(seen(failed("set-data", "data"))))
                .isInstanceOf(SnapshotException.class)
                .hasMessage("snapshot shop/set-data of claim data failed: the storage reports: backend is full");
    }

    @Test
    void failsWhenASnapshotDisappearsAgain() {
        watch.look(seen(requested("set-data", "data")));
        assertThatThrownBy(() -> watch.look(Map.of())).hasMessageContaining("somebody deleted the snapshot");
    }

    @Test
    void failsWhenACutSnapshotIsReplaced() {
        watch.look(seen(cut("set-data", "data")));
        VolumeSnapshot other = cut("set-data", "data")
                .edit()
                .editMetadata()
                .withUid("other")
                .endMetadata()
                .build();
        assertThatThrownBy(() -> watch.look(seen(other))).hasMessageContaining("replaced");
    }

    private static Map<String, VolumeSnapshot> seen(final VolumeSnapshot... snapshots) {
        return java.util.Arrays.stream(snapshots)
                .collect(java.util.stream.Collectors.toMap(
                        one -> one.getMetadata().getName(), one -> one));
    }
}
