package io.jenkins.plugins.consistentbackup.rounds;

import java.io.IOException;
import java.util.List;

/** A partition for each writer in one table of Cassandra. */
final class CassandraRows extends RowsByWriter {
    private final int port;

    CassandraRows(final int port) {
        super("Cassandra");
        this.port = port;
    }

    @Override
    public void empty() throws IOException {
        try (CqlConnection connection = new CqlConnection(port)) {
            connection.run("CREATE KEYSPACE IF NOT EXISTS shop WITH replication ="
                    + " {'class': 'SimpleStrategy', 'replication_factor': 1}");
            connection.run("DROP TABLE IF EXISTS shop.journal");
            connection.run("CREATE TABLE shop.journal (writer int, seq bigint, note text, PRIMARY KEY (writer, seq))");
        }
    }

    @Override
    public Client client() throws IOException {
        CqlConnection connection = new CqlConnection(port);
        return new Client() {
            @Override
            void add(final int writer, final long sequence) throws IOException {
                connection.run("INSERT INTO shop.journal (writer, seq, note) VALUES (" + writer + ", " + sequence
                        + ", '" + "x".repeat(500) + "')");
            }

            @Override
            List<Long> sequence(final int writer) throws IOException {
                return connection.run("SELECT seq FROM shop.journal WHERE writer = " + writer);
            }

            @Override
            public void close() throws IOException {
                connection.close();
            }
        };
    }
}
