package io.jenkins.plugins.consistentbackup.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.consistentbackup.backup.ShopCluster;
import io.jenkins.plugins.consistentbackup.embedded.ClusterOptions;
import io.jenkins.plugins.consistentbackup.embedded.image.ServerImages;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is said of a template stands here, on the real server: every row that was acknowledged before the first cut
 * was asked for is in the restored data, none that was begun after the last cut was seen, and nobody's sequence has a gap.
 * What the same comes to without holding is printed beside it, whatever it is.
 */
class RealServersTest {
    /** How much longer than the freeze a client may have waited: its own write, on a machine with other work. */
    private static final long SLACK_MILLIS = 2000;

    /** Patterns of keys, with commas between them. */
    private static final String ONLY = System.getProperty("rounds", "");

    /** How often the soak goes round without a hold. */
    private static final int UNHELD = Integer.getInteger("rounds.unheld", 5);

    private static ShopCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new ShopCluster(ClusterOptions.defaults().withImages(ServerImages.registry()), Unheld.library());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** Those that every build has time for, or those that {@code -Drounds=PATTERN,PATTERN} names. */
    static List<RealServer> inBuild() {
        return ONLY.isEmpty() ? RealServers.inBuild() : all();
    }

    /** All, or those. */
    static List<RealServer> all() {
        return RealServers.all().stream()
                .filter(server -> ONLY.isEmpty() || server.key().matches(ONLY.replace(',', '|')))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("inBuild")
    void twoRounds(final RealServer server) throws Exception {
        goRound(server, 2, 1);
    }

    @Tag("soak")
    @Timeout(3600)
    @ParameterizedTest
    @MethodSource("all")
    void twentyRounds(final RealServer server) throws Exception {
        goRound(server, 20, UNHELD);
    }

    private static void goRound(final RealServer server, final int heldRounds, final int unheldRounds)
            throws Exception {
        assumeTrue(server.lacks().isEmpty(), server.lacks());
        Rounds rounds = Rounds.start(cluster, server);
        List<Round> held = new ArrayList<>();
        List<Round> unheld = new ArrayList<>();
        for (int i = 0; i < heldRounds; i++) {
            held.add(told(server, "held", rounds.held()));
            if (i < unheldRounds) {
                unheld.add(told(server, "not held", rounds.unheld()));
            }
        }
        System.out.println(line(server, held, unheld));
        assertThat(held).allSatisfy(round -> {
            assertThat(round.kept()).as(round.broken()).isTrue();
            if (server.blocksWrites()) {
                assertThat(round.stalls().longest().toMillis()).isLessThan(round.freezeMillis() + SLACK_MILLIS);
            } else {
                assertThat(round.freezeMillis()).isZero();
            }
        });
    }

    /** Each round by itself: twenty take long, and are not lost when the last of them is. */
    private static Round told(final RealServer server, final String how, final Round round) {
        System.out.println("ROUND of %s, %s: %s, hold %s ms%s"
                .formatted(
                        server,
                        how,
                        round.kept() ? "good" : round.broken(),
                        round.heldMillis(),
                        lacking(List.of(round))));
        return round;
    }

    /** The figures, as the table of the documentation has them. */
    private static String line(final RealServer server, final List<Round> held, final List<Round> unheld) {
        return "ROUNDS %s | %s | held: %s%s | freeze %s ms, hold %s ms | longest write %s ms, typical %s ms | not held: %s%s"
                .formatted(
                        server.title(),
                        server.template(),
                        good(held),
                        lacking(held),
                        range(held.stream().map(Round::freezeMillis).toList()),
                        range(held.stream().map(Round::heldMillis).toList()),
                        range(held.stream()
                                .map(round -> round.stalls().longest().toMillis())
                                .toList()),
                        range(held.stream()
                                .map(round -> round.stalls().typical().toMillis())
                                .toList()),
                        good(unheld),
                        unheld.stream()
                                .filter(round -> !round.kept())
                                .findFirst()
                                .map(round -> ", such as " + round.broken())
                                .orElse(""));
    }

    private static String good(final List<Round> rounds) {
        return rounds.stream().filter(Round::kept).count() + " of " + rounds.size() + " good";
    }

    /** What was never promised is no failure, but said. */
    private static String lacking(final List<Round> rounds) {
        List<Lacking> some = rounds.stream()
                .map(Round::lacking)
                .filter(lacking -> lacking.rows() > 0)
                .toList();
        return some.isEmpty()
                ? ""
                : ", %d lacked %s rows of the last %s ms before the first cut"
                        .formatted(
                                some.size(),
                                range(some.stream().map(Lacking::rows).toList()),
                                range(some.stream()
                                        .map(lacking -> lacking.age().toMillis())
                                        .toList()));
    }

    private static String range(final List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get(0).equals(sorted.get(sorted.size() - 1))
                ? sorted.get(0).toString()
                : sorted.stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining("–"))
                        .replaceAll("–.*–", "–");
    }
}
