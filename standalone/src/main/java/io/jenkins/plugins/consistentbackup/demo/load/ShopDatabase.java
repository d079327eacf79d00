package io.jenkins.plugins.consistentbackup.demo.load;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The data of a little shop in one database: accounts between which money moves, and a journal of who moved it. */
public abstract class ShopDatabase implements RowStore {
    /** Each transaction that moved money, by writer and sequence. */
    public static final String JOURNAL = "journal";

    private static final int ACCOUNTS = 200;
    /** Too short to be compressed, long enough that a small log is written round within seconds. */
    private static final int NOTE = 1500;

    private final String name;
    private final String url;
    private final Properties login = new Properties();

    ShopDatabase(String name, String url, String user, String password) {
        this.name = name;
        this.url = url;
        login.setProperty("user", user);
        login.setProperty("password", password);
    }

    @Override
    public final String name() {
        return name;
    }

    /** A new connection, which commits each statement by itself. */
    public final Connection connect() throws SQLException {
        return DriverManager.getConnection(url, login);
    }

    /** Statements that create the empty tables. */
    abstract List<String> schema();

    /** What the database itself says is wrong with its tables; asked before anything else, which might repair them. */
    abstract List<Complaint> complaints(Connection connection) throws SQLException;

    /** Adds a writer's row to a table; when it returns, the row was acknowledged. */
    void write(Connection connection, String table, int writer, long sequence) throws SQLException {
        moveMoney(connection, writer, sequence);
    }

    /** Creates the tables and accounts of an empty shop. */
    public final void create() throws IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String line : schema()) {
                statement.execute(line);
            }
            connection.setAutoCommit(false);
            for (int account = 0; account < ACCOUNTS; account++) {
                statement.addBatch("INSERT INTO accounts (id, balance) VALUES (" + account + ", 0)");
            }
            statement.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** The highest number of a writer in a table, or 0. */
    final long lastSequence(Connection connection, String table, int writer) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT max(seq) FROM " + table + " WHERE writer = ?")) {
            query.setInt(1, writer);
            try (ResultSet result = query.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    @Override
    public final void empty() throws IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS accounts");
            for (String table : tables()) {
                statement.execute("DROP TABLE IF EXISTS " + table);
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
        create();
    }

    @Override
    public final RowClient client() throws IOException {
        return new SqlClient(this);
    }

    /** Failures of single reads become complaints. */
    @Override
    public final RestoredData read() {
        try (Connection connection = connect()) {
            List<Complaint> complaints = new ArrayList<>(complaints(connection));
            List<FoundRows> rows = new ArrayList<>();
            for (String table : tables()) {
                try {
                    rows.add(readRows(connection, table));
                } catch (SQLException e) {
                    complaints.add(Complaint.error(table + ": " + firstLine(e)));
                }
            }
            Optional<Long> balance = readBalance(connection, complaints);
            return new RestoredData(name, Optional.empty(), rows, balance, complaints);
        } catch (SQLException e) {
            return RestoredData.notStarted(name, firstLine(e));
        }
    }

    /** The sum of all accounts; a failure is added to the complaints. */
    private Optional<Long> readBalance(Connection connection, List<Complaint> complaints) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT sum(balance) FROM accounts")) {
            result.next();
            return Optional.of(result.getLong(1));
        } catch (SQLException e) {
            complaints.add(Complaint.error("accounts: " + firstLine(e)));
            return Optional.empty();
        }
    }

    private static FoundRows readRows(Connection connection, String table) throws SQLException {
        Map<Integer, List<Long>> sequences = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT writer, seq FROM " + table + " ORDER BY writer, seq")) {
            while (result.next()) {
                sequences
                        .computeIfAbsent(result.getInt(1), writer -> new ArrayList<>())
                        .add(result.getLong(2));
            }
        }
        return new FoundRows(table, sequences);
    }

    /** Moves an amount between two accounts and notes it, in one transaction. */
    private static void moveMoney(Connection connection, int writer, long sequence) throws SQLException {
        int from = (int) ((sequence * 7 + writer * 31L) % ACCOUNTS);
        int to = (int) ((sequence * 13 + writer * 17L + 1) % ACCOUNTS);
        int amount = (int) (sequence % 97 + 1);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // Always in the same order, or two clients would wait for each other.
            boolean ascending = from <= to;
            statement.executeUpdate(change(ascending ? from : to, ascending ? -amount : amount));
            statement.executeUpdate(change(ascending ? to : from, ascending ? amount : -amount));
            statement.executeUpdate("INSERT INTO " + JOURNAL + " (writer, seq, amount, note) VALUES (" + writer + ", "
                    + sequence + ", " + amount + ", '" + "x".repeat(NOTE) + "')");
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static String change(int account, int amount) {
        return "UPDATE accounts SET balance = balance + " + amount + " WHERE id = " + account;
    }

    static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    }
}
