package io.jenkins.plugins.consistentbackup.demo.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A client that writes one row after the other to each table in turn, and remembers what was acknowledged. When the
 * connection breaks it connects again and goes on after the last row that the store really has.
 */
final class WritingClient implements Runnable {
    private static final Logger LOGGER = Logger.getLogger(WritingClient.class.getName());
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(200);

    private final RowStore store;
    private final int writer;
    private final Duration pause;
    private final List<WriterRecord> records;
    private final CountDownLatch stopped = new CountDownLatch(1);

    WritingClient(RowStore store, int writer, Duration pause) {
        this.store = store;
        this.writer = writer;
        this.pause = pause;
        this.records = store.tables().stream()
                .map(table -> new WriterRecord(table, writer))
                .toList();
    }

    List<WriterRecord> records() {
        return records;
    }

    void stop() {
        stopped.countDown();
    }

    @Override
    public void run() {
        try {
            while (!stoppedWithin(Duration.ZERO)) {
                writeUntilFailure();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeUntilFailure() throws InterruptedException {
        try (RowClient client = store.client()) {
            long[] next = new long[records.size()];
            for (int i = 0; i < next.length; i++) {
                next[i] = client.lastSequence(records.get(i).table(), writer) + 1;
            }
            while (!stoppedWithin(pause)) {
                for (int i = 0; i < next.length; i++) {
                    write(client, records.get(i), next[i]++);
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> store.name() + " client " + writer + " connects again");
            stoppedWithin(RECONNECT_PAUSE);
        }
    }

    private void write(RowClient client, WriterRecord record, long sequence) throws IOException {
        record.begin(sequence, System.nanoTime());
        client.write(record.table(), writer, sequence);
        record.acknowledge(System.nanoTime());
    }

    private boolean stoppedWithin(Duration time) throws InterruptedException {
        return stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
