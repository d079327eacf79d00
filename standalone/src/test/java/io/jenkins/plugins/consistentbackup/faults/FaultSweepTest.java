package io.jenkins.plugins.consistentbackup.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each request of each operation fails once in each way, each exec is spoilt at each line, the storage fails in each way,
 * and so do pairs of these. All of it has the tag soak; docs/promises.md has the commands and says what was run.
 * These system properties help to look into a failure: {@code faults.seed}, {@code faults.only} (part of a case's name),
 * {@code faults.parallel}, {@code faults.seconds}, {@code faults.pairs}.
 */
class FaultSweepTest {
    private static final int SIDE_BY_SIDE = Integer.getInteger("faults.parallel", 3);
    private static final Duration BOUNDED = Duration.ofSeconds(Long.getLong("faults.seconds", 30));
    private static final Duration UNBOUNDED = Duration.ofHours(9);
    private static final int PAIRS = Integer.getInteger("faults.pairs", 1000);
    private static final long SEED = Long.getLong("faults.seed", System.nanoTime());
    private static final String ONLY = System.getProperty("faults.only", "");

    private static SweepCluster cluster;
    private static Map<Operation, List<Target>> requests;

    @BeforeAll
    static void countRequests() throws InterruptedException {
        cluster = new SweepCluster();
        requests = new Sweep(cluster, SIDE_BY_SIDE).requests();
        requests.forEach((operation, targets) -> System.out.println(operation + ": " + targets.size() + " requests"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Tag("soak")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    @Test
    void promisesHoldInAStrideThroughAll() throws Exception {
        Random random = new Random(SEED);
        List<SweepCase> all = all();
        List<SweepCase> stride = new ArrayList<>(all);
        stride.addAll(SweepCases.pairs(all, all.size() / 4, random));
        Collections.shuffle(stride, random);
        List<SweepCase> hard = SweepCases.hard(requests);
        Collections.shuffle(hard, random);
        stride.addAll(0, hard.subList(0, hard.size() / 4));
        sweep("a stride through " + all.size() + " cases and pairs of them", stride, BOUNDED);
    }

    @Tag("soak")
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    @Test
    void promisesHoldWhicheverRequestFailsInWhateverWay() throws Exception {
        sweep("every request in every way", SweepCases.requests(requests), UNBOUNDED);
    }

    @Tag("soak")
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    @Test
    void promisesHoldWhereverAnExecIsSpoilt() throws Exception {
        sweep("every exec at every line", SweepCases.execs(requests), UNBOUNDED);
    }

    @Tag("soak")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    @Test
    void promisesHoldWhateverTheStorageDoes() throws Exception {
        sweep("every trouble of the storage", SweepCases.storage(), UNBOUNDED);
    }

    @Tag("soak")
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    @Test
    void promisesHoldWhenTwoThingsGoWrong() throws Exception {
        sweep("pairs at random", SweepCases.pairs(all(), PAIRS, new Random(SEED)), UNBOUNDED);
    }

    private static List<SweepCase> all() {
        List<SweepCase> all = new ArrayList<>(SweepCases.requests(requests));
        all.addAll(SweepCases.execs(requests));
        all.addAll(SweepCases.storage());
        return all;
    }

    private static void sweep(final String what, final List<SweepCase> cases, final Duration time)
            throws InterruptedException {
        List<SweepCase> chosen =
                cases.stream().filter(each -> each.toString().contains(ONLY)).toList();
        Tally tally = new Sweep(cluster, SIDE_BY_SIDE).run(chosen, time);
        System.out.printf("fault sweep, %s (seed %d):%n%s", what, SEED, tally.lines());
        assertThat(tally.broken()).isEmpty();
        assertThat(tally.runs()).isPositive();
    }
}
