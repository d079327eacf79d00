package io.jenkins.plugins.consistentbackup.demo;

import io.jenkins.plugins.consistentbackup.demo.load.MariaDbShop;
import io.jenkins.plugins.consistentbackup.demo.load.PostgresShop;
import io.jenkins.plugins.consistentbackup.demo.load.ShopDatabase;
import io.jenkins.plugins.consistentbackup.demo.load.SteadyLoad;
import io.jenkins.plugins.consistentbackup.demo.load.WriterRecord;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The shop in the embedded cluster: its manifests, its databases, and the clients that write to them. */
final class Shop implements AutoCloseable {
    static final String NAMESPACE = "shop";

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration WRITING_PAUSE = Duration.ofMillis(8);
    private static final int CLIENTS = 4;

    /** A server of the shop; container and pod are named after it. */
    enum Server {
        POSTGRES("PostgreSQL"),
        MARIADB("MariaDB");

        final String title;

        Server(String title) {
            this.title = title;
        }

        String container() {
            return name().toLowerCase(Locale.ROOT);
        }

        String pod() {
            return container() + "-0";
        }

        /** The pod that starts on copies of its volumes. */
        String copy() {
            return "copy-" + container();
        }
    }

    private final EmbeddedCluster cluster;
    private final List<Server> servers;
    private final String password = UUID.randomUUID().toString();
    private final Map<Server, SteadyLoad> loads = new TreeMap<>();

    /** @param servers which of its servers the shop has */
    Shop(EmbeddedCluster cluster, List<Server> servers) {
        this.cluster = cluster;
        this.servers = List.copyOf(servers);
    }

    List<Server> servers() {
        return servers;
    }

    String password() {
        return password;
    }

    /** Creates the namespace with everything in it, waits for the servers, and creates the empty tables. */
    void open() throws InterruptedException {
        cluster.applyYaml(ofServers(Resources.text("shop.yaml")).replace("$SHOP", password));
        for (Server server : servers) {
            ShopDatabase database = await(server, server.pod());
            try {
                database.create();
            } catch (IOException e) {
                throw new DemoException("cannot create the shop's tables in " + server.title, e);
            }
        }
    }

    /** Those documents that are not about a server which is left out. */
    String ofServers(String manifests) {
        return Arrays.stream(manifests.split("(?m)^---$"))
                .filter(document -> Arrays.stream(Server.values())
                        .noneMatch(server -> !servers.contains(server)
                                && document.replaceAll("(?m)^#.*$", "").contains(server.container())))
                .collect(Collectors.joining("---"));
    }

    /** The port of this machine on which a pod's server listens now; it changes when the pod does. */
    Optional<Integer> port(String pod, Server server) {
        try {
            return Optional.of(cluster.port(NAMESPACE, pod, server.container()));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }

    /** The database of a pod, if its server takes connections. */
    Optional<ShopDatabase> connectable(Server server, String pod) {
        return port(pod, server).map(port -> database(server, port)).filter(Shop::answers);
    }

    ShopDatabase database(Server server, int port) {
        return server == Server.POSTGRES
                ? new PostgresShop(port, "shop", "postgres", password)
                : new MariaDbShop(port, "shop", "root", password);
    }

    private ShopDatabase await(Server server, String pod) throws InterruptedException {
        return Polling.until(START_LIMIT, () -> connectable(server, pod))
                .orElseThrow(() -> new DemoException(
                        server.title + " takes no connections after " + START_LIMIT.toSeconds() + " s"));
    }

    private static boolean answers(ShopDatabase database) {
        try (Connection connection = database.connect()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false; // Not yet: it is starting.
        }
    }

    /** Clients begin to write to every server. */
    void beginWriting() throws InterruptedException {
        for (Server server : servers) {
            loads.put(server, SteadyLoad.start(await(server, server.pod()), CLIENTS, WRITING_PAUSE));
        }
    }

    void stopWriting() {
        loads.values().forEach(SteadyLoad::close);
    }

    /** What the clients of a server remember. */
    List<WriterRecord> records(Server server) {
        return loads.get(server).records();
    }

    /** How many rows were acknowledged, for each server. */
    String acknowledged() {
        List<String> counts = new ArrayList<>();
        loads.forEach((server, load) -> counts.add(load.acknowledged() + " rows in " + server.title));
        return String.join(", ", counts);
    }

    @Override
    public void close() {
        stopWriting();
    }
}
