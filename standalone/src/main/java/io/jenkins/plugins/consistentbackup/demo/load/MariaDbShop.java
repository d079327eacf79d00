package io.jenkins.plugins.consistentbackup.demo.load;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The shop in MariaDB: accounts and journal in InnoDB, and visits in MyISAM, which knows no transactions and cannot
 * recover: in a copy of a running server it is whole only if the server was held.
 */
public final class MariaDbShop extends ShopDatabase {
    /** A row for each visit, by writer and sequence. */
    public static final String VISITS = "visits";

    /** @param port on this machine's loopback address */
    public MariaDbShop(int port, String database, String user, String password) {
        this("MariaDB", port, database, user, password);
    }

    /**
     * In another server that speaks the same protocol.
     *
     * @param name what the server is called in front of people
     * @param port on this machine's loopback address
     */
    public MariaDbShop(String name, int port, String database, String user, String password) {
        super(
                name,
                "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?connectTimeout=3000&socketTimeout=30000",
                user,
                password);
    }

    @Override
    public List<String> tables() {
        return List.of(JOURNAL, VISITS);
    }

    @Override
    List<String> schema() {
        return List.of(
                "CREATE TABLE accounts (id int PRIMARY KEY, balance bigint NOT NULL) ENGINE=InnoDB",
                "CREATE TABLE journal (writer int, seq bigint, amount int NOT NULL, note varchar(2000) NOT NULL,"
                        + " PRIMARY KEY (writer, seq)) ENGINE=InnoDB",
                "CREATE TABLE visits (writer int, seq bigint, page varchar(200) NOT NULL, agent varchar(200) NOT NULL,"
                        + " PRIMARY KEY (writer, seq), KEY (page)) ENGINE=MyISAM");
    }

    @Override
    void write(Connection connection, String table, int writer, long sequence) throws SQLException {
        if (table.equals(VISITS)) {
            visit(connection, writer, sequence);
        } else {
            super.write(connection, table, writer, sequence);
        }
    }

    /** All tables at once, extended; one line for each answer that is not OK. */
    @Override
    List<Complaint> complaints(Connection connection) throws SQLException {
        List<Complaint> complaints = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("CHECK TABLE accounts, journal, visits EXTENDED")) {
            while (result.next()) {
                String kind = result.getString("Msg_type");
                String text = result.getString("Msg_text");
                boolean good =
                        kind.equals("status") && (text.equals("OK") || text.equals("Table is already up to date"));
                if (!good) {
                    complaints.add(new Complaint(
                            result.getString("Table") + ": " + kind + ": " + text, kind.equals("warning")));
                }
            }
        }
        return complaints;
    }

    private static void visit(Connection connection, int writer, long sequence) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO visits (writer, seq, page, agent) VALUES (" + writer + ", " + sequence
                    + ", '/item/" + (sequence * 31 % 1000) + "', '" + "a".repeat((int) (sequence % 60) + 20) + "')");
        }
    }
}
