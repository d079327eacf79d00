package io.jenkins.plugins.consistentbackup.catalog;

import static io.jenkins.plugins.consistentbackup.snapshot.StorageByHand.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.snapshot.StorageByHand;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamespaceLeaseTest {
    private static final String BUILD_7 = "https://ci/job/shop/7/";
    private static final String BUILD_8 = "https://ci/job/shop/8/";
    private static final Duration LONG = Duration.ofMinutes(1);
    /** Its clock is years off: no decision may rest on it. */
    private static final Clock WRONG = Clock.fixed(Instant.parse("2001-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    /** Renews nothing: what it runs for has died. */
    private final ScheduledExecutorService dead = Executors.newScheduledThreadPool(1);

    private StorageByHand storage;

    @BeforeEach
    void start() throws IOException {
        storage = new StorageByHand();
    }

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
        dead.shutdownNow();
        storage.close();
    }

    @Test
    void isTakenKeptAndGivenBack() throws Exception {
        NamespaceLease lease = get(acquire(BUILD_7, LONG, Duration.ZERO));
        get(lease.check());
        assertThat(holder()).isEqualTo(BUILD_7);
        get(lease.release());
        get(lease.release());
        assertThat(holder()).isNull();
        assertThatThrownBy(() -> get(lease.check())).hasMessageContaining("given back");
        get(acquire(BUILD_8, LONG, Duration.ZERO));
        assertThat(holder()).isEqualTo(BUILD_8);
    }

    @Test
    void saysWhoHoldsItSinceWhen() throws Exception {
        get(acquire(BUILD_7, LONG, Duration.ZERO));
        assertThatThrownBy(() -> get(acquire(BUILD_8, LONG, Duration.ZERO)))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("namespace shop is in use by " + BUILD_7 + " since 20")
                .hasMessageContaining("unchanged for 60 s");
    }

    @Test
    void isTakenOverAtOnceByTheSameRunAfterARestart() throws Exception {
        get(acquire(BUILD_7, LONG, Duration.ZERO));
        get(get(acquire(BUILD_7, LONG, Duration.ZERO)).check());
    }

    @Test
    void isTakenOverOnceItWasSeenUnchangedForItsDuration() throws Exception {
        NamespaceLease lost = get(NamespaceLease.acquire(
                storage.cluster(), NAMESPACE, BUILD_7, Duration.ofSeconds(2), Duration.ZERO, WRONG, dead));
        dead.shutdownNow();
        long start = System.nanoTime();
        get(acquire(BUILD_8, LONG, Duration.ofSeconds(10)));
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofSeconds(2).toNanos());
        assertThatThrownBy(() -> get(lost.check())).hasMessageContaining("was taken over by " + BUILD_8);
        assertThat(lost.lost()).isCompleted();
        get(lost.release());
        assertThat(holder()).isEqualTo(BUILD_8);
    }

    @Test
    void isMadeAnewWhenSomebodyDeletesIt() throws Exception {
        NamespaceLease lease = get(acquire(BUILD_7, LONG, Duration.ZERO));
        delete();
        get(lease.check());
        assertThat(holder()).isEqualTo(BUILD_7);
        delete();
        get(acquire(BUILD_8, LONG, Duration.ZERO));
        assertThatThrownBy(() -> get(lease.check())).hasMessageContaining("was taken over by " + BUILD_8);
    }

    @Test
    void isMadeAnewByTheNextRenewalWhenSomebodyDeletesIt() throws Exception {
        NamespaceLease lease = get(acquire(BUILD_7, Duration.ofSeconds(9), Duration.ZERO));
        delete();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> get(storage.cluster().get(Kind.LEASES, NAMESPACE, LeaseRecord.NAME))
                        .isPresent());
        assertThat(lease.lost()).isNotDone();
        get(lease.release());
        assertThat(holder()).isNull();
    }

    @Test
    void remembersTheLatestSetsThatWereGivenUp() throws Exception {
        NamespaceLease lease = get(acquire(BUILD_7, LONG, Duration.ZERO));
        for (int i = 0; i < 10; i++) {
            get(lease.noteGivenUp(SetId.of("shop-" + i)));
        }
        get(lease.check());
        get(lease.release());
        assertThat(get(acquire(BUILD_8, LONG, Duration.ZERO)).givenUp())
                .containsExactlyElementsOf(IntStream.range(2, 10)
                        .mapToObj(i -> SetId.of("shop-" + i))
                        .toList());
        get(lease.noteGivenUp(SetId.of("shop-11")));
        assertThat(LeaseRecord.of(lease()).givenUp()).hasSize(8).doesNotContain(SetId.of("shop-11"));
    }

    private void delete() throws Exception {
        get(storage.cluster().delete(Kind.LEASES, NAMESPACE, LeaseRecord.NAME, null));
    }

    @Test
    void isNotTakenOverWhileItIsRenewed() throws Exception {
        // Long enough for a renewal to be late on a busy machine.
        NamespaceLease lease = get(acquire(BUILD_7, Duration.ofSeconds(3), Duration.ZERO));
        assertThatThrownBy(() -> get(acquire(BUILD_8, LONG, Duration.ofSeconds(5))))
                .hasMessageContaining("in use by " + BUILD_7);
        assertThat(lease.lost()).isNotDone();
        get(lease.release());
    }

    @Test
    void isLostWhenItCannotBeRenewed() throws Exception {
        NamespaceLease lease = get(acquire(BUILD_7, Duration.ofSeconds(1), Duration.ZERO));
        storage.server().injectFaults(request -> request.is("update", "leases") ? Fault.unavailable() : Fault.none());
        CatalogException why = lease.lost().get(10, TimeUnit.SECONDS);
        assertThat(why).hasMessageContaining("could not be renewed for 1 s");
    }

    @Test
    void thatWasLostIsTakenAgainAsLongAsItNamesItsHolder() throws Exception {
        NamespaceLease lost = lost();
        change(LeaseRecord.of(lease()).takenBy(BUILD_7, LONG, Instant.now()));

        NamespaceLease again = get(lost.again());

        get(again.check());
        assertThat(again.lost()).isNotDone();
        assertThat(lost.isLost()).isTrue();
        get(again.release());
        assertThat(holder()).isNull();
    }

    @Test
    void thatWasLostIsTakenAgainWhenSomebodyHasDeletedIt() throws Exception {
        NamespaceLease lost = lost();
        delete();

        get(get(lost.again()).check());

        assertThat(holder()).isEqualTo(BUILD_7);
    }

    @Test
    void thatWasLostIsNotTakenAgainFromSomebodyElseNorAfterHim() throws Exception {
        NamespaceLease lost = lost();
        assertThatThrownBy(() -> get(lost.again()))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("was lost, and was taken over by " + BUILD_8);

        change(LeaseRecord.of(lease()).givenBack(Instant.now()));

        assertThatThrownBy(() -> get(lost.again()))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("was lost, and was taken away");
        assertThat(holder()).isNull();
    }

    /** Of build 7, that of build 8 by now. */
    private NamespaceLease lost() throws Exception {
        NamespaceLease lost = get(acquire(BUILD_7, LONG, Duration.ZERO));
        change(LeaseRecord.of(lease()).takenBy(BUILD_8, LONG, Instant.now()));
        assertThatThrownBy(() -> get(lost.check())).hasMessageContaining("was taken over by " + BUILD_8);
        return lost;
    }

    private void change(final Lease lease) throws Exception {
        get(storage.cluster().replace(Kind.LEASES, lease));
    }

    @Test
    void aLostAnswerDoesNotLoseIt() throws Exception {
        storage.server().injectFaults(FaultPlan.times(1, request -> request.is("create", "leases"), Fault.cutAfter()));
        NamespaceLease lease = get(acquire(BUILD_7, Duration.ofSeconds(6), Duration.ZERO));
        String version = lease().getMetadata().getResourceVersion();
        storage.server().injectFaults(FaultPlan.times(1, request -> request.is("update", "leases"), Fault.cutAfter()));
        Awaitility.await().until(() -> !version.equals(lease().getMetadata().getResourceVersion()));
        get(lease.check());
        assertThat(lease.lost()).isNotDone();
        get(lease.release());
    }

    private CompletableFuture<NamespaceLease> acquire(
            final String holder, final Duration duration, final Duration patience) {
        return NamespaceLease.acquire(
                storage.cluster(), NAMESPACE, holder, duration, patience, Clock.systemUTC(), scheduler);
    }

    private Lease lease() throws Exception {
        return get(storage.cluster().get(Kind.LEASES, NAMESPACE, LeaseRecord.NAME))
                .orElseThrow();
    }

    private String holder() throws Exception {
        return lease().getSpec().getHolderIdentity();
    }

    private static <T> T get(final CompletableFuture<T> future) throws Exception {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
