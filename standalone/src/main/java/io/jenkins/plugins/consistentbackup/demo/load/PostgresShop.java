package io.jenkins.plugins.consistentbackup.demo.load;

import java.sql.Connection;
import java.util.List;

/** The shop in PostgreSQL. */
public final class PostgresShop extends ShopDatabase {

    /** @param port on this machine's loopback address */
    public PostgresShop(int port, String database, String user, String password) {
        super(
                "PostgreSQL",
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database
                        + "?connectTimeout=3&loginTimeout=5&socketTimeout=30&sslmode=disable",
                user,
                password);
    }

    @Override
    public List<String> tables() {
        return List.of(JOURNAL);
    }

    @Override
    List<String> schema() {
        return List.of(
                "CREATE TABLE accounts (id int PRIMARY KEY, balance bigint NOT NULL)",
                "CREATE TABLE journal (writer int, seq bigint, amount int NOT NULL, note text NOT NULL,"
                        + " PRIMARY KEY (writer, seq))");
    }

    /** PostgreSQL says nothing by itself: damage shows in what is read. */
    @Override
    List<Complaint> complaints(Connection connection) {
        return List.of();
    }
}
