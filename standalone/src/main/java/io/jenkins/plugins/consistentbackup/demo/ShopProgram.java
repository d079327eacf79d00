package io.jenkins.plugins.consistentbackup.demo;

import io.jenkins.plugins.consistentbackup.demo.Shop.Server;
import io.jenkins.plugins.consistentbackup.demo.load.MariaDbShop;
import io.jenkins.plugins.consistentbackup.demo.load.PostgresShop;
import io.jenkins.plugins.consistentbackup.demo.load.ShopDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The shop's own program, which the Jenkinsfile deploys: {@code deploy VERSION} migrates the databases, and does it
 * wrongly; {@code check} finds that out. Where the databases are stands in the environment.
 */
public final class ShopProgram {
    private ShopProgram() {}

    public static void main(String[] args) throws SQLException {
        boolean good = args[0].equals("deploy") ? deploy(args[1]) : check();
        System.exit(good ? 0 : 1);
    }

    /** What must never happen to data: a sum that changes, rows that vanish, a table that goes. */
    private static boolean deploy(String version) throws SQLException {
        for (ShopDatabase database : databases()) {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                int moved = statement.executeUpdate("UPDATE accounts SET balance = balance + 1 WHERE id < 100");
                int lost = statement.executeUpdate("DELETE FROM journal WHERE seq % 2 = 0");
                if (database instanceof MariaDbShop) {
                    statement.execute("DROP TABLE visits");
                }
                System.out.println("migrated " + database.name() + " to version " + version + ": " + moved
                        + " accounts, " + lost + " old entries removed");
            }
        }
        return true;
    }

    private static boolean check() throws SQLException {
        boolean good = true;
        for (ShopDatabase database : databases()) {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT sum(balance) FROM accounts")) {
                result.next();
                long sum = result.getLong(1);
                if (sum != 0) {
                    System.out.println(database.name() + ": the accounts add up to " + sum + " instead of 0");
                    good = false;
                }
            }
        }
        return good;
    }

    private static List<ShopDatabase> databases() {
        List<ShopDatabase> databases = new ArrayList<>();
        String password = System.getenv("SHOP_PASSWORD");
        String postgres = System.getenv(portVariable(Server.POSTGRES));
        if (postgres != null) {
            databases.add(new PostgresShop(Integer.parseInt(postgres), "shop", "postgres", password));
        }
        String mariadb = System.getenv(portVariable(Server.MARIADB));
        if (mariadb != null) {
            databases.add(new MariaDbShop(Integer.parseInt(mariadb), "shop", "root", password));
        }
        return databases;
    }

    /** The variable that says where a server listens. */
    static String portVariable(Server server) {
        return "SHOP_" + server.name() + "_PORT";
    }
}
