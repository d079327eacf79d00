package io.jenkins.plugins.consistentbackup.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Asks again and again; for what the demo watches from outside. */
final class Polling {
    private static final long PAUSE_NANOS = 100_000_000;

    private Polling() {}

    /** Something that may not be there yet. */
    @FunctionalInterface
    interface Question<T> {
        Optional<T> ask();
    }

    /**
     * The first answer, or nothing when there was none in time.
     *
     * @throws InterruptedException when this thread is to stop
     */
    static <T> Optional<T> until(Duration limit, Question<T> question) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> answer = question.ask();
            if (answer.isPresent() || System.nanoTime() - end > 0) {
                return answer;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
