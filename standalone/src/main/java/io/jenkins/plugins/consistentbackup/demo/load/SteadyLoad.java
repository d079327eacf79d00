package io.jenkins.plugins.consistentbackup.demo.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Several clients that write to one store until they are stopped, each in a thread of its own, as real ones do. */
public final class SteadyLoad implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final List<WritingClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private SteadyLoad() {}

    /**
     * Starts the clients.
     *
     * @param store what they write to; it must be ready for rows
     * @param count how many clients
     * @param pause between two rows of a client
     */
    public static SteadyLoad start(RowStore store, int count, Duration pause) {
        SteadyLoad load = new SteadyLoad();
        for (int writer = 1; writer <= count; writer++) {
            WritingClient client = new WritingClient(store, writer, pause);
            Thread thread = new Thread(client, store.name() + " client " + writer);
            thread.setDaemon(true);
            load.clients.add(client);
            load.threads.add(thread);
            thread.start();
        }
        return load;
    }

    /** What the clients remember, for each client and table. */
    public List<WriterRecord> records() {
        return clients.stream().flatMap(client -> client.records().stream()).toList();
    }

    /** How many rows were acknowledged until now. */
    public long acknowledged() {
        return records().stream()
                .flatMap(record -> record.writes().stream())
                .filter(write -> write.acknowledgedNanos().isPresent())
                .count();
    }

    /** Stops the clients after the row at which they are. */
    @Override
    public void close() {
        clients.forEach(WritingClient::stop);
        try {
            for (Thread thread : threads) {
                TimeUnit.MILLISECONDS.timedJoin(thread, STOP_LIMIT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
