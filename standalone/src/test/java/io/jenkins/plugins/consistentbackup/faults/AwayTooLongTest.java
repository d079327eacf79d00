package io.jenkins.plugins.consistentbackup.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.restore.RestoreState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The API server or the node goes in the midst of a restore, and stays away for longer than taking back waits. */
@Tag("soak")
class AwayTooLongTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void undoTakesBackWhenTheApiServerIsThereAgain() throws Exception {
        restoreFails(
                Target.REPLACE,
                Mishap.API_SERVER_AWAY,
                sweep -> {
                    sweep.faults().answerNobody(Duration.ofHours(1));
                    sweep.embedded().server().cutConnections();
                },
                (sweep, namespace) -> {
                    sweep.faults().answerNobody(Duration.ZERO);
                    assertThat(get(sweep.restorer(sweep.undisturbed()).recorded(namespace)))
                            .singleElement()
                            .matches(restore -> !restore.ended(), "it has not ended");
                    get(Operation.UNDO_CLUSTER_PROFILE.undo(
                            sweep, sweep.undisturbed(), namespace, System.out::println));
                });
    }

    /** Its claims are put back without a node; what is missing is somebody to run the pods. */
    @Test
    void databaseRunsOnItsOldDataWhenThereIsANodeAgain() throws Exception {
        restoreFails(
                Target.PREPARE,
                Mishap.NODE_GONE_FOR_GOOD,
                sweep -> sweep.embedded().nodeFaults().loseNode(),
                (sweep, namespace) -> {
                    assertThat(get(sweep.restorer(sweep.undisturbed()).recorded(namespace)))
                            .singleElement()
                            .matches(RestoreState::ended, "it has ended");
                    sweep.embedded().nodeFaults().returnNode();
                });
    }

    private interface Afterwards {
        void in(SweepCluster sweep, String namespace) throws Exception;
    }

    private static void restoreFails(
            final Target request, final Mishap mishap, final Consumer<SweepCluster> going, final Afterwards afterwards)
            throws Exception {
        try (SweepCluster sweep = new SweepCluster();
                Cluster connection = sweep.connect("owner", SweepCluster.PATIENT_DEADLINE)) {
            String namespace = sweep.nextNamespace();
            RowsDatabase database = new RowsDatabase(sweep.embedded(), namespace);
            database.create();
            try (WriteWatch watch = new WriteWatch(database, sweep.scheduler())) {
                assertThat(watch.writesWithin(PATIENCE)).isTrue();
                get(Operation.RESTORE_CLUSTER_PROFILE.backUpInPeace(
                        sweep, sweep.undisturbed(), namespace, System.out::println));
                assertThat(watch.writesWithin(PATIENCE)).isTrue();
                Set<String> acknowledged = database.acknowledged();
                sweep.faults()
                        .watch(
                                "owner",
                                List.of(PlannedFault.beside(request, mishap)),
                                now -> sweep.scheduler().execute(() -> going.accept(sweep)));

                assertThatThrownBy(() -> get(Operation.RESTORE_CLUSTER_PROFILE.restore(
                                sweep, connection, namespace, System.out::println)))
                        .hasMessageContaining("cleaning up failed");
                afterwards.in(sweep, namespace);

                assertThat(watch.writesWithin(PATIENCE)).isTrue();
                for (String claim : RowsDatabase.CLAIMS) {
                    assertThat(RowsDatabase.missing(acknowledged, database.liveRows(claim)))
                            .as(claim)
                            .isEmpty();
                }
            }
        }
    }

    private static <T> T get(final CompletableFuture<T> run) throws Exception {
        return run.get(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS);
    }
}
