package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Pauses;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A restore in the midst of its work, to be taken back in steps of pauses that take no time. */
final class HalfDoneRestore implements AutoCloseable {
    static final String CLAIM = "data-db-1";
    static final Duration LIMIT = Duration.ofMinutes(1);

    final Shop shop = new Shop("now", false);
    final Pauses pauses = new Pauses();
    final RestoreState state;

    private HalfDoneRestore(final Profile profile) {
        RestoreRequest request = shop.restore(profile).with(RestoreLimits.each(LIMIT));
        state = RestorerTest.plan(shop, request).begin();
    }

    /** Its record is written, and nothing else is done. */
    static HalfDoneRestore begun(final Profile profile) {
        HalfDoneRestore restore = new HalfDoneRestore(profile);
        get(restore.tools(restore.shop.cluster).context().save());
        return restore;
    }

    /** The workload is stopped, and its claims are replaced. */
    static HalfDoneRestore withNewClaims(final Profile profile) {
        HalfDoneRestore restore = begun(profile);
        for (NamedPhase.Step step : List.<NamedPhase.Step>of(
                RestoreSteps::protect, RestoreSteps::stop, RestoreSteps::safety, RestoreSteps::claims)) {
            get(step.run(restore.state, restore.tools(restore.shop.cluster)));
        }
        return restore;
    }

    /** @param cluster as the taking back sees it */
    void takeBack(final Cluster cluster) {
        get(new PatientStep(PutBack::run, pauses::nanoTime).run(state, tools(cluster)));
    }

    MeddledCluster meddled() {
        return new MeddledCluster(shop.cluster, CLAIM);
    }

    @Override
    public void close() {
        pauses.shutdownNow();
        shop.close();
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
