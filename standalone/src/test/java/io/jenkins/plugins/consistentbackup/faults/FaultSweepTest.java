package io.jenkins.plugins.consistentbackup.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each request of each operation fails once in each way, each exec is spoilt at each line, the storage fails in each way,
 * and so do pairs of these: with the tag soak. Some cases, and a few at random, are part of every build; docs/promises.md says
 * what was run. These system properties help to look into a failure: {@code faults.seed}, {@code faults.only} (part of a
 * case's name), {@code faults.parallel}, {@code faults.seconds}, {@code faults.pairs}.
 */
class FaultSweepTest {
    private static final int SIDE_BY_SIDE = Integer.getInteger("faults.parallel", 3);
    private static final Duration LONG_STRIDE = Duration.ofSeconds(Long.getLong("faults.seconds", 600));
    private static final Duration UNBOUNDED = Duration.ofHours(9);
    /** Runs at random in every build. */
    private static final int STRIDE = 6;

    private static final int MORE_THAN_THERE_IS_TIME_FOR = 100_000;
    private static final int PAIRS = Integer.getInteger("faults.pairs", 1000);
    private static final long SEED = Long.getLong("faults.seed", System.nanoTime());
    private static final String ONLY = System.getProperty("faults.only", "");

    private static SweepCluster cluster;
    private static Map<Operation, List<Target>> requests;

    @BeforeAll
    static void start() throws InterruptedException {
        cluster = new SweepCluster();
        // The first run in a process takes its time; it is not to be taken for a stalled request.
        Tally undisturbed = new Sweep(cluster, 1).run(List.of(SweepCase.of(Operation.BACKUP_SESSION)), UNBOUNDED);
        assertThat(undisturbed.broken()).isEmpty();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** Each found by an undisturbed run of its operation, which only the tests need that go through all of them. */
    private static synchronized Map<Operation, List<Target>> requests() throws InterruptedException {
        if (requests == null) {
            requests = new Sweep(cluster, SIDE_BY_SIDE).requests();
            requests.forEach((operation, targets) -> {
                System.out.println(operation + ": " + targets.size() + " requests");
                assertThat(targets.size())
                        .as("requests of %s, for which Operation has another number", operation)
                        .isCloseTo(operation.requests(), withinPercentage(10));
            });
        }
        return requests;
    }

    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @Test
    void promisesHoldWhereMostIsAtStakeAndInAStrideThroughAll() throws Exception {
        List<SweepCase> cases = new ArrayList<>(SweepCases.always());
        cases.addAll(stride(STRIDE));
        sweep("what no build goes without, and " + STRIDE + " at random", cases, UNBOUNDED);
    }

    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @Test
    void promisesHoldWhenThePodOrTheNamespaceGoes() throws Exception {
        sweep("deaths", SweepCases.deaths(), UNBOUNDED);
    }

    @Tag("soak")
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    @Test
    void promisesHoldInALongStrideThroughAll() throws Exception {
        sweep("at random", stride(MORE_THAN_THERE_IS_TIME_FOR), LONG_STRIDE);
    }

    private static List<SweepCase> stride(final int number) {
        Random random = new Random(SEED);
        return Stream.generate(() -> SweepCases.any(random)).limit(number).toList();
    }

    @Tag("soak")
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    @Test
    void promisesHoldWhicheverRequestFailsInWhateverWay() throws Exception {
        sweep("every request in every way", SweepCases.requests(requests()), UNBOUNDED);
    }

    @Tag("soak")
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    @Test
    void promisesHoldWhereverAnExecIsSpoilt() throws Exception {
        sweep("every exec at every line", SweepCases.execs(requests()), UNBOUNDED);
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

    private static List<SweepCase> all() throws InterruptedException {
        List<SweepCase> all = new ArrayList<>(SweepCases.requests(requests()));
        all.addAll(SweepCases.execs(requests()));
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
