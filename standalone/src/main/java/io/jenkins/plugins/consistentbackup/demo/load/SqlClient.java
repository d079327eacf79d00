package io.jenkins.plugins.consistentbackup.demo.load;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** A client of a {@link ShopDatabase}. */
final class SqlClient implements RowClient {
    private final ShopDatabase database;
    private final Connection connection;

    SqlClient(ShopDatabase database) throws IOException {
        this.database = database;
        try {
            connection = database.connect();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public long lastSequence(String table, int writer) throws IOException {
        try {
            return database.lastSequence(connection, table, writer);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void write(String table, int writer, long sequence) throws IOException {
        try {
            database.write(connection, table, writer, sequence);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
