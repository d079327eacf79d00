package io.jenkins.plugins.consistentbackup.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each request of each operation fails once in each way, each exec is spoilt at each line, the storage fails in each way,
 * and so do pairs of these: with the tag soak. Some cases are part of every build, and a few of all, which are the same in
 * each, so that a build judges its change and not its luck; docs/promises.md says what was run. These system properties run
 * the rest in pieces: {@code faults.seconds}, and {@code faults.ledger} (a file that says what earlier pieces have done).
 * And these help to look into a failure: {@code faults.seed}, {@code faults.only} (a regular expression, found in a case's name),
 * {@code faults.parallel}, {@code faults.pairs}, {@code faults.stride}.
 */
class FaultSweepTest {
    private static final int SIDE_BY_SIDE = Integer.getInteger("faults.parallel", 3);
    private static final Duration UNBOUNDED = Duration.ofHours(9);
    private static final Duration PIECE = Duration.ofSeconds(Long.getLong("faults.seconds", UNBOUNDED.toSeconds()));
    private static final Optional<Path> LEDGER =
            Optional.ofNullable(System.getProperty("faults.ledger")).map(Path::of);
    /** Drawn from all for every build. */
    private static final int STRIDE = Integer.getInteger("faults.stride", 6);

    private static final long SEED_OF_STRIDE = Long.getLong("faults.seed", 6);

    private static final int PAIRS = Integer.getInteger("faults.pairs", 1000);
    private static final long SEED = Long.getLong("faults.seed", System.nanoTime());
    private static final Pattern ONLY = Pattern.compile(System.getProperty("faults.only", ""));

    private static SweepCluster cluster;
    private static Map<Operation, List<Target>> requests;

    @BeforeAll
    static void start() throws InterruptedException {
        cluster = new SweepCluster();
        // The first run in a process takes its time; it is not to be taken for a stalled request.
        Tally undisturbed = new Sweep(cluster, 1, Ledger.ofThisProcess())
                .run(List.of(SweepCase.of(Operation.BACKUP_SESSION)), UNBOUNDED);
        assertThat(undisturbed.broken()).isEmpty();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** Each found by an undisturbed run of its operation, which only the tests need that go through all of them. */
    private static synchronized Map<Operation, List<Target>> requests() throws InterruptedException {
        if (requests == null) {
            requests = new Sweep(cluster, SIDE_BY_SIDE, Ledger.ofThisProcess()).requests();
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
        Random random = new Random(SEED_OF_STRIDE);
        Stream.generate(() -> SweepCases.any(random)).limit(STRIDE).forEach(cases::add);
        sweep("what no build goes without, and " + STRIDE + " drawn with seed " + SEED_OF_STRIDE, cases);
    }

    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @Test
    void promisesHoldWhenThePodOrTheNamespaceGoes() throws Exception {
        sweep("deaths", Death.ofOne(true));
    }

    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @Test
    void promisesHoldWhenTheNodeTheSnapshotControllerOrTheApiServerGoes() throws Exception {
        apart(Death.ofTheCluster(true));
    }

    @Tag("soak")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    @Test
    void promisesHoldWhereverTheyGo() throws Exception {
        sweep("more deaths", Death.ofOne(false));
        apart(Death.ofTheCluster(false));
    }

    @Tag("soak")
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    @Test
    void promisesHoldWhateverFailsInWhateverWay() throws Exception {
        List<SweepCase> all = all();
        System.out.println(all.size() + " cases of one fault");
        Ledger ledger = LEDGER.map(Ledger::in).orElseGet(Ledger::ofThisProcess);
        List<SweepCase> left = SweepCases.inTurns(all, new Random(SEED)).stream()
                .filter(each -> !ledger.has(each))
                .toList();
        sweep("everything in every way, seed " + SEED, left, PIECE, ledger);
    }

    @Tag("soak")
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    @Test
    void promisesHoldWhenTwoThingsGoWrong() throws Exception {
        List<SweepCase> pairs = SweepCases.pairs(all(), PAIRS, new Random(SEED));
        sweep("pairs at random, seed " + SEED, pairs, PIECE, Ledger.ofThisProcess());
    }

    private static List<SweepCase> all() throws InterruptedException {
        List<SweepCase> all = new ArrayList<>(SweepCases.requests(requests()));
        all.addAll(SweepCases.execs(requests()));
        all.addAll(SweepCases.storage());
        return all;
    }

    private static void apart(final List<SweepCase> cases) throws InterruptedException {
        Ledger ledger = Ledger.ofThisProcess();
        List<SweepCase> chosen = chosen(cases);
        List<String> broken = Sweep.apart(chosen, SIDE_BY_SIDE, ledger);
        System.out.printf("deaths of the cluster:%n%s", new Tally(ledger).lines());
        assertThat(broken).isEmpty();
        assertThat(ledger.entries()).hasSameSizeAs(chosen).allMatch(Ledger.Entry::met);
    }

    private static void sweep(final String what, final List<SweepCase> cases) throws InterruptedException {
        sweep(what, cases, UNBOUNDED, Ledger.ofThisProcess());
    }

    private static void sweep(final String what, final List<SweepCase> cases, final Duration time, final Ledger ledger)
            throws InterruptedException {
        Tally tally = new Sweep(cluster, SIDE_BY_SIDE, ledger).run(chosen(cases), time);
        System.out.printf("fault sweep, %s:%n%s", what, tally.lines());
        assertThat(tally.broken()).withFailMessage(tally::brokenInShort).isEmpty();
        assertThat(tally.runs()).isPositive();
    }

    private static List<SweepCase> chosen(final List<SweepCase> cases) {
        return cases.stream()
                .filter(each -> ONLY.matcher(each.toString()).find())
                .toList();
    }
}
