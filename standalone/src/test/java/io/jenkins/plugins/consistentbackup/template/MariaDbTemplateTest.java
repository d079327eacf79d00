package io.jenkins.plugins.consistentbackup.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.embedded.node.TestContainer;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts and statements of the MariaDB template, on a real server. */
class MariaDbTemplateTest {
    private static final HookTemplate TEMPLATE = TemplateLibrary.builtIn().named("mariadb");
    private static final HoldRecipe HOLD = TEMPLATE.hold();
    private static final Map<String, String> DEFAULTS = TemplateParameters.complete(TEMPLATE, Map.of());
    private static final Map<String, String> VARIABLES = Map.of("MARIADB_ROOT_PASSWORD", "s e\"c$r*t");

    @TempDir
    static Path directory;

    private static Sandbox sandbox;
    private static TestContainer server;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start();
        server = TestContainer.start(
                sandbox, "mariadb:11", directory, VARIABLES, List.of("/var/lib/mysql"), "ready for connections");
        sql("CREATE DATABASE shop");
        sql("CREATE TABLE shop.orders (id INT PRIMARY KEY) ENGINE = InnoDB");
        sql("CREATE TABLE shop.log (id INT PRIMARY KEY) ENGINE = MyISAM");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        sandbox.close();
    }

    private static List<String> client(String statement) {
        return List.of("mariadb", "--user=root", "--batch", "--skip-column-names", "--execute", statement);
    }

    private static String sql(String statement) throws Exception {
        return server.run(Map.of("MYSQL_PWD", VARIABLES.get("MARIADB_ROOT_PASSWORD")), client(statement))
                .strip();
    }

    private static String script(String shell, String script) throws Exception {
        return server.run(DEFAULTS, TestContainer.inShell(shell, script));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void scriptsRunInEveryShell(String shell) throws Exception {
        assertThat(script(shell, TEMPLATE.role().orElseThrow())).isEqualTo("primary\n");
        assertThat(script(shell, TEMPLATE.volumes().orElseThrow())).isEqualTo("data /var/lib/mysql/\n");
        assertThat(script(shell, TEMPLATE.writable().orElseThrow())).isEmpty();
        assertThat(script(shell, TEMPLATE.restore().check().orElseThrow())).isEmpty();
        assertThat(sql("SHOW TABLES IN mysql LIKE 'consistent%'")).isEmpty();
    }

    @Test
    void writesWaitWhileItIsHeldAndGoOnAfterwards() throws Exception {
        try (ClientSession session = new ClientSession(server, TEMPLATE, DEFAULTS)) {
            String captured = session.feed(HOLD.acquire()).get(0);
            assertThat(captured).startsWith("CAPTURE gtid ");
            assertThat(new String(Base64.getDecoder().decode(captured.split(" ")[2]), StandardCharsets.UTF_8))
                    .isEqualTo("binlog= slave=\n");
            List<String> proof = session.feed(HOLD.prove().orElseThrow());
            assertThat(proof).singleElement().asString().matches("backup stage of connection \\d+");

            Process transactional = write("INSERT INTO shop.orders VALUES (1)");
            Process other = write("INSERT INTO shop.log VALUES (1)");
            assertThat(transactional.waitFor(1, TimeUnit.SECONDS)).isFalse();
            assertThat(other.waitFor(1, TimeUnit.SECONDS)).isFalse();
            assertThat(sql("SELECT COUNT(*) FROM shop.orders")).isEqualTo("0");
            assertThatThrownBy(() -> script("dash", TEMPLATE.writable().orElseThrow()))
                    .hasMessageContaining("Lock wait timeout");

            assertThat(session.feed(HOLD.prove().orElseThrow())).isEqualTo(proof);
            assertThat(session.feed(HOLD.release().orElseThrow())).isEmpty();
            assertThat(transactional.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
            script("dash", TEMPLATE.writable().orElseThrow());
        }
        sql("DELETE FROM shop.orders");
    }

    private static Process write(String statement) {
        return server.exec(Map.of("MYSQL_PWD", VARIABLES.get("MARIADB_ROOT_PASSWORD")), client(statement));
    }

    @Test
    void lockThatIsRefusedEndsTheClientInTime() throws Exception {
        try (ClientSession first = new ClientSession(server, TEMPLATE, DEFAULTS);
                ClientSession second = new ClientSession(server, TEMPLATE, DEFAULTS)) {
            first.feed(HOLD.acquire());
            assertThatThrownBy(() -> second.feed(HOLD.acquire().replace("{lockWait}", "1")))
                    .hasMessageContaining("Lock wait timeout");
            assertThat(second.exitValue()).isNotZero();
        }
        Awaitility.await()
                .untilAsserted(() -> script("dash", TEMPLATE.writable().orElseThrow()));
    }

    @Test
    void serverEndsASessionWithoutSignsOfLife() throws Exception {
        try (ClientSession silent = new ClientSession(server, TEMPLATE, DEFAULTS)) {
            silent.feed(HOLD.acquire().replace("{heartbeat}", "1"));
            Awaitility.await()
                    .untilAsserted(() -> script("dash", TEMPLATE.writable().orElseThrow()));
            assertThatThrownBy(() -> silent.feed(HOLD.prove().orElseThrow())).hasMessageContaining("client ended");
        }
    }

    @Test
    void wrongPasswordEndsTheClient() throws Exception {
        Map<String, String> wrong = new HashMap<>(DEFAULTS);
        wrong.put("MARIADB_ROOT_PASSWORD", "wrong");
        try (ClientSession session = new ClientSession(server, TEMPLATE, wrong)) {
            assertThatThrownBy(() -> session.feed(HOLD.acquire())).hasMessageContaining("Access denied");
            assertThat(session.exitValue()).isNotZero();
        }
    }

    @Test
    void checkReportsABrokenTable() throws Exception {
        sql("CREATE TABLE shop.broken (id INT) ENGINE = MyISAM");
        sql("INSERT INTO shop.broken VALUES (1), (2), (3)");
        sql("FLUSH TABLES");
        server.run(Map.of(), List.of("sh", "-c", ": > /var/lib/mysql/shop/broken.MYD"));
        assertThatThrownBy(() -> script("dash", TEMPLATE.restore().check().orElseThrow()))
                .hasMessageContaining("shop.broken");
        sql("DROP TABLE shop.broken");
    }
}
