package io.jenkins.plugins.consistentbackup.demo.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A client that writes one row after the other to each table in turn, and remembers what was acknowledged. When the
 * connection breaks it connects again and goes on after the last row that the database really has.
 */
final class WritingClient implements Runnable {
    private static final Logger LOGGER = Logger.getLogger(WritingClient.class.getName());
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(200);

    private final ShopDatabase database;
    private final int writer;
    private final Duration pause;
    private final List<WriterRecord> records;
    private final CountDownLatch stopped = new CountDownLatch(1);

    WritingClient(ShopDatabase database, int writer, Duration pause) {
        this.database = database;
        this.writer = writer;
        this.pause = pause;
        this.records = database.tables().stream()
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
        try (Connection connection = database.connect()) {
            long[] next = new long[records.size()];
            for (int i = 0; i < next.length; i++) {
                next[i] = database.lastSequence(connection, records.get(i).table(), writer) + 1;
            }
            while (!stoppedWithin(pause)) {
                for (int i = 0; i < next.length; i++) {
                    write(connection, records.get(i), next[i]++);
                }
            }
        } catch (SQLException e) {
            LOGGER.log(Level.FINE, e, () -> database.name() + " client " + writer + " connects again");
            stoppedWithin(RECONNECT_PAUSE);
        }
    }

    private void write(Connection connection, WriterRecord record, long sequence) throws SQLException {
        record.begin(sequence, System.nanoTime());
        database.write(connection, record.table(), writer, sequence);
        record.acknowledge(System.nanoTime());
    }

    private boolean stoppedWithin(Duration time) throws InterruptedException {
        return stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
