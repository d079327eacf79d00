package io.jenkins.plugins.consistentbackup.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Pauses pauses = new Pauses();
    private final List<String> log = new ArrayList<>();
    private int tries;

    @AfterEach
    void stop() {
        pauses.shutdownNow();
    }

    @Test
    void triesAgainWhateverKeepsTheServerAway() {
        failEachWay(List.copyOf(Patience.AWAY));

        assertThat(tries).isEqualTo(Patience.AWAY.size() + 1);
    }

    @Test
    void saysSoOnceForEachReason() {
        failEachWay(List.of(Reason.LOST, Reason.LOST, Reason.SERVER, Reason.SERVER, Reason.LOST));

        assertThat(log)
                .containsExactly(
                        "  tried again, for 600 s: no claim (try 1)",
                        "  tried again, for 600 s: no claim (try 3)",
                        "  tried again, for 599 s: no claim (try 5)");
    }

    private void failEachWay(final List<Reason> reasons) {
        Deque<Reason> failures = new ArrayDeque<>(reasons);
        on(() -> failures.isEmpty() ? CompletableFuture.completedFuture(null) : failed(failures.pop()));
    }

    @Test
    void pausesGrowAndEndAtTheLimitWithTheLastFailure() {
        assertThatThrownBy(() -> on(() -> failed(Reason.LOST)))
                .cause()
                .isInstanceOf(ClusterException.class)
                .hasMessage("no claim (try " + tries + ")");

        assertThat(pauses.made()).startsWith(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(pauses.made()).allMatch(pause -> pause.compareTo(Duration.ofSeconds(5)) <= 0);
        assertThat(Duration.ofNanos(pauses.nanoTime())).isBetween(LIMIT, LIMIT.plusSeconds(5));
    }

    @Test
    void whatDoesNotPassIsTriedOnce() {
        assertThatThrownBy(() -> on(() -> failed(Reason.FORBIDDEN))).cause().hasMessage("no claim (try 1)");
        tries = 0;
        assertThatThrownBy(() -> on(() -> CompletableFuture.failedFuture(new IllegalStateException("a stranger"))))
                .cause()
                .hasMessage("a stranger");
        assertThat(tries).isOne();
        assertThat(log).isEmpty();
    }

    private CompletableFuture<Void> failed(final Reason reason) {
        return CompletableFuture.failedFuture(new ClusterException(reason, "no claim (try " + tries + ")"));
    }

    private interface Work {
        CompletableFuture<Void> run();
    }

    private void on(final Work work) {
        new Patience(LIMIT, Patience.AWAY, pauses, pauses::nanoTime)
                .on(
                        () -> {
                            tries++;
                            return work.run();
                        },
                        log::add)
                .orTimeout(120, TimeUnit.SECONDS)
                .join();
    }
}
