package io.jenkins.plugins.consistentbackup.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PhaseRunTest {
    private final List<String> events = new ArrayList<>();
    private final TestState state = new TestState();

    @Test
    void savesBeforeEachPhaseAndAtTheEnd() throws Exception {
        PhaseRun<TestState> run = run(phase("one"), phase("two")).start();

        assertThat(run.result().get(1, TimeUnit.SECONDS)).isSameAs(state);
        assertThat(events).containsExactly("saved one", "one", "saved two", "two", "saved null");
        assertThat(run.status()).isEqualTo("done");
        assertThat(state.begun()).containsOnlyKeys("one", "two");
    }

    @Test
    void cleansUpBeforeItFails() {
        PhaseRun<TestState> run =
                run(phase("one"), failing("two", new IllegalStateException("disk full")), phase("three"));

        assertThatThrownBy(() -> run.start().result().get(1, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(RunFailedException.class)
                .hasMessage("disk full")
                .satisfies(failure ->
                        assertThat(((RunFailedException) failure).phase()).isEqualTo("two"));
        assertThat(events).endsWith("saved two", "two", "saved two failed: disk full", "clean up");
        assertThat(events).doesNotContain("three");
    }

    @Test
    void storesOfAFailureOnlyWhatIsKept() {
        PhaseRun<TestState> run = run(failing("one", new IllegalStateException("wrong\npassword 123")))
                .keeping(lines ->
                        lines.stream().map(line -> line.replace("123", "***")).toList());

        assertThatThrownBy(() -> run.start().result().get(1, TimeUnit.SECONDS))
                .cause()
                .hasMessage("wrong\npassword 123");
        assertThat(state.getFailure()).isEqualTo("wrong\npassword ***");
    }

    @Test
    void storesThatSomethingFailedWhereNothingOfItIsKept() {
        assertThatThrownBy(() -> run(failing("one", new IllegalStateException("password 123")))
                        .keeping(lines -> List.of())
                        .start()
                        .result()
                        .get(1, TimeUnit.SECONDS))
                .cause()
                .hasMessage("password 123");
        assertThat(state.getFailure()).isEqualTo("the reason was told to whoever ran it, and is not stored");
    }

    @Test
    void saysWhenTheCleaningUpFailedToo() {
        Phase<TestState> cleanup = failing("clean up", new IllegalStateException("cluster is gone"));

        assertThatThrownBy(() -> new PhaseRun<>(
                                List.of(failing("one", new IllegalStateException("no lock"))),
                                cleanup,
                                state,
                                journal(),
                                events::add)
                        .start()
                        .result()
                        .get(1, TimeUnit.SECONDS))
                .cause()
                .hasMessage("no lock; and cleaning up failed: cluster is gone");
    }

    @Test
    void endsWhenTheCleaningUpFailsWithTheVerySameException() {
        IllegalStateException lost = new IllegalStateException("the Lease was lost");

        assertThatThrownBy(() -> new PhaseRun<>(
                                List.of(failing("one", lost)), failing("clean up", lost), state, journal(), events::add)
                        .start()
                        .result()
                        .get(1, TimeUnit.SECONDS))
                .cause()
                .hasMessage("the Lease was lost; for the same reason nothing was cleaned up");
    }

    @Test
    void cancellingEndsThePhaseThenCleansUp() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        Phase<TestState> waiting = phase("wait", context -> context.unlessCancelled(never));
        PhaseRun<TestState> run = run(waiting, phase("after")).start();

        run.cancel("aborted by a user");

        assertThatThrownBy(() -> run.result().get(1, TimeUnit.SECONDS)).cause().hasMessage("aborted by a user");
        assertThat(events).endsWith("clean up").doesNotContain("after");
    }

    @Test
    void cancelledBeforeItStartsRunsNoPhase() {
        PhaseRun<TestState> run = run(phase("one"));
        run.cancel("too late");

        assertThatThrownBy(() -> run.start().result().get(1, TimeUnit.SECONDS))
                .cause()
                .hasMessage("too late");
        assertThat(events).contains("clean up").doesNotContain("one");
    }

    @Test
    void phaseThatThrowsCountsAsFailed() {
        Phase<TestState> throwing = phase("one", context -> {
            throw new IllegalArgumentException("unexpected");
        });

        assertThatThrownBy(() -> run(throwing).start().result().get(1, TimeUnit.SECONDS))
                .cause()
                .hasMessage("unexpected");
        assertThat(events).endsWith("clean up");
    }

    @Test
    void stateThatCannotBeSavedStopsTheRunButNotTheCleaningUp() {
        PhaseRun<TestState> run = new PhaseRun<>(
                List.of(phase("one")),
                phase("clean up"),
                state,
                saved -> CompletableFuture.failedFuture(new IllegalStateException("no space")),
                events::add);

        assertThatThrownBy(() -> run.start().result().get(1, TimeUnit.SECONDS))
                .cause()
                .hasMessage("no space");
        assertThat(events).containsExactly("clean up");
    }

    @Test
    void hurriedPhaseDoesNotWaitForTheSavingButTheNextOneDoes() throws Exception {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        Journal<TestState> slowlySaved =
                saved -> "cut".equals(saved.getPhase()) ? slow : journal().save(saved);
        PhaseRun<TestState> run = new PhaseRun<>(
                List.of(phase("hold"), hurried("cut"), phase("ready")),
                phase("clean up"),
                state,
                slowlySaved,
                events::add);

        run.start();
        assertThat(events).endsWith("cut", "saved ready");

        slow.complete(null);
        run.result().get(1, TimeUnit.SECONDS);
        assertThat(events).endsWith("saved ready", "ready", "saved null");
    }

    @Test
    void stateOfAHurriedPhaseThatCannotBeSavedStopsTheNextOne() {
        Journal<TestState> full = saved -> "cut".equals(saved.getPhase())
                ? CompletableFuture.failedFuture(new IllegalStateException("no space"))
                : journal().save(saved);
        PhaseRun<TestState> run =
                new PhaseRun<>(List.of(hurried("cut"), phase("ready")), phase("clean up"), state, full, events::add);

        assertThatThrownBy(() -> run.start().result().get(1, TimeUnit.SECONDS))
                .cause()
                .hasMessage("no space");
        assertThat(events).contains("cut", "clean up").doesNotContain("ready");
    }

    @Test
    void resumesWithThePhaseInWhichItDied() throws Exception {
        state.setPhase("two");

        run(phase("one"), phase("two"), phase("three")).resume().result().get(1, TimeUnit.SECONDS);

        assertThat(events).contains("two", "three").doesNotContain("one");
    }

    @Test
    void cleansUpWhatDiedWhereNothingCanGoOn() {
        state.setPhase("hold");

        assertThatThrownBy(() -> run(phase("plan"), notResumable("hold"))
                        .resume()
                        .result()
                        .get(1, TimeUnit.SECONDS))
                .cause()
                .hasMessageContaining("ended in phase hold");
        assertThat(events).contains("clean up").doesNotContain("hold", "plan");
    }

    @Test
    void goesOnCleaningUpAfterItDiedCleaningUp() {
        state.setPhase("one");
        state.setFailure("no lock");

        assertThatThrownBy(() -> run(phase("one")).resume().result().get(1, TimeUnit.SECONDS))
                .cause()
                .hasMessage("no lock");
        assertThat(events).contains("clean up").doesNotContain("one");
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private PhaseRun<TestState> run(final Phase<TestState>... phases) {
        return new PhaseRun<>(List.of(phases), phase("clean up"), state, journal(), events::add);
    }

    private Journal<TestState> journal() {
        return saved -> {
            events.add(
                    "saved " + saved.getPhase() + (saved.getFailure() == null ? "" : " failed: " + saved.getFailure()));
            return CompletableFuture.completedFuture(null);
        };
    }

    private Phase<TestState> phase(final String name) {
        return phase(name, context -> CompletableFuture.completedFuture(null));
    }

    private Phase<TestState> failing(final String name, final RuntimeException failure) {
        return phase(name, context -> CompletableFuture.failedFuture(failure));
    }

    private Phase<TestState> phase(final String name, final Work work) {
        return new TestPhase(name, true, false, work);
    }

    private Phase<TestState> hurried(final String name) {
        return new TestPhase(name, true, true, context -> CompletableFuture.completedFuture(null));
    }

    private Phase<TestState> notResumable(final String name) {
        return new TestPhase(name, false, false, context -> CompletableFuture.completedFuture(null));
    }

    private interface Work {
        CompletableFuture<Void> run(PhaseContext context);
    }

    private static final class TestState extends RunState {
        private static final long serialVersionUID = 1L;
    }

    private final class TestPhase implements Phase<TestState> {
        private final String name;
        private final boolean resumable;
        private final boolean hurried;
        private final Work work;

        TestPhase(final String name, final boolean resumable, final boolean hurried, final Work work) {
            this.name = name;
            this.resumable = resumable;
            this.hurried = hurried;
            this.work = work;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean hurried() {
            return hurried;
        }

        @Override
        public String doing(final TestState current) {
            return "doing " + name;
        }

        @Override
        public boolean resumable() {
            return resumable;
        }

        @Override
        public CompletableFuture<Void> run(final TestState current, final PhaseContext context) {
            events.add(name);
            return work.run(context);
        }
    }
}
