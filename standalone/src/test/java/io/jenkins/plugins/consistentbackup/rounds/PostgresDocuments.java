package io.jenkins.plugins.consistentbackup.rounds;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Documents of 64 KB in a database of PostgreSQL: so much to write that its log is used anew within seconds. */
final class PostgresDocuments extends RowsByWriter {
    private static final String BODY = "x".repeat(64 << 10);

    private final String url;
    private final String password;

    PostgresDocuments(final int port, final String password) {
        super("PostgreSQL's documents");
        this.url = "jdbc:postgresql://127.0.0.1:" + port
                + "/shop?connectTimeout=3&loginTimeout=5&socketTimeout=30&sslmode=disable";
        this.password = password;
    }

    @Override
    public void empty() throws IOException {
        try (Connection connection = connect()) {
            connection.createStatement().execute("DROP TABLE IF EXISTS documents");
            connection
                    .createStatement()
                    .execute("CREATE TABLE documents (writer int, seq bigint, body text, PRIMARY KEY (writer, seq))");
            // Or nothing would be left of a text that is one letter.
            connection.createStatement().execute("ALTER TABLE documents ALTER body SET STORAGE EXTERNAL");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public Client client() throws IOException {
        try {
            return new Writing(connect());
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "postgres", password);
    }

    private static final class Writing extends Client {
        private final Connection connection;

        Writing(final Connection connection) {
            this.connection = connection;
        }

        @Override
        void add(final int writer, final long sequence) throws IOException {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO documents VALUES (?, ?, ?)")) {
                insert.setInt(1, writer);
                insert.setLong(2, sequence);
                insert.setString(3, BODY);
                insert.executeUpdate();
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }

        @Override
        List<Long> sequence(final int writer) throws IOException {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT seq FROM documents WHERE writer = ? ORDER BY seq")) {
                query.setInt(1, writer);
                ResultSet found = query.executeQuery();
                List<Long> numbers = new ArrayList<>();
                while (found.next()) {
                    numbers.add(found.getLong(1));
                }
                return numbers;
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
}
