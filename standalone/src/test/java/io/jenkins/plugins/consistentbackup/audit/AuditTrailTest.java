package io.jenkins.plugins.consistentbackup.audit;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.ShopCluster;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.embedded.ClusterOptions;
import io.jenkins.plugins.consistentbackup.embedded.StatefulSetManifest;
import io.jenkins.plugins.consistentbackup.embedded.api.access.User;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.ObservedRequest;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.restore.RestorePlan;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an auditor finds of a backup and a restore of a real MariaDB: the request lines that the API server writes down, and
 * the arguments of all processes on the node. Neither the database's password nor the client's token may be in them, nor
 * the value of a parameter, nor a script.
 */
class AuditTrailTest {
    private static final String SHOP = "shop";
    private static final String POD = "maria-0";
    private static final String TEMPLATE = "audited";

    private static final String PASSWORD = witness("password");
    private static final String PARAMETER = witness("parameter");
    private static final String SCRIPT = witness("script");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static ShopCluster cluster;
    private static Cluster client;
    private static List<String> witnesses;
    private static final List<String> LOG = new CopyOnWriteArrayList<>();

    /** A word that is nowhere else on this machine. */
    private static String witness(final String of) {
        return of + "-" + UUID.randomUUID();
    }

    @BeforeAll
    static void start() throws Exception {
        cluster = new ShopCluster(
                ClusterOptions.defaults(),
                TemplateLibrary.empty().with(TemplateOrigin.LIBRARY, "audited.yaml", template()));
        cluster.namespace(SHOP);
        cluster.start(
                SHOP,
                "maria",
                StatefulSetManifest.of("maria", "mariadb:11.4")
                        .variable("MARIADB_ROOT_PASSWORD", PASSWORD)
                        .variable("MARIADB_DATABASE", "shop")
                        .readyWhen("sh", "-c", "MYSQL_PWD=\"$MARIADB_ROOT_PASSWORD\" mariadb -uroot -e 'select 1'")
                        .volume("data", "/var/lib/mysql"));
        String token = cluster.embedded().server().tokens().issue(User.named("auditee", User.MASTERS));
        client = cluster.connect(cluster.embedded().server().kubeconfig(token, SHOP));
        witnesses = List.of(PASSWORD, token, PARAMETER, SCRIPT);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** MariaDB's own, with a parameter that its scripts find in their environment, and a word in every script. */
    private static String template() throws IOException {
        try (InputStream builtIn = TemplateLibrary.class.getResourceAsStream("mariadb.yaml")) {
            return new String(builtIn.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceFirst("(?m)^name: mariadb$", "name: " + TEMPLATE)
                    .replaceFirst("(?m)^parameters:$", "parameters:\n  - {name: WORD, description: any, pattern: '.+'}")
                    .replaceAll("(?m)^( *)((?:role|volumes|writable|check): \\|)$", "$1$2\n$1  # " + SCRIPT)
                    .replaceAll("(?m)^( *)((?:acquire|prove|release): \\|)$", "$1$2\n$1  -- " + SCRIPT);
        }
    }

    @Test
    void requestLinesAndArgumentsOfProcessesHoldNoSecretAndNoScript() throws Exception {
        cluster.embedded().requests().reset();
        try (ProcessArguments arguments = new ProcessArguments(witnesses)) {
            restore(backUp());

            assertThat(requestLines()).noneMatch(AuditTrailTest::tells);
            assertThat(arguments.found()).isEmpty();
            assertThat(LOG).isNotEmpty().noneMatch(line -> line.contains(PASSWORD) || line.contains(witnesses.get(1)));
            assertThat(commands()).as("whatever is run, by the same words").hasSize(1);

            startSomethingWithThePasswordInItsArguments(arguments);
            assertThat(requestLines()).as("it would have been seen").anyMatch(AuditTrailTest::tells);
            System.out.printf(
                    "audit: %d request lines, all processes looked through %d times%n",
                    requestLines().size(), arguments.looks());
        }
    }

    private static String backUp() throws Exception {
        return await(cluster.backups(client)
                        .start(
                                BackupRequest.in(SHOP)
                                        .withTemplate(TEMPLATE)
                                        .withParameters(Map.of("WORD", PARAMETER))
                                        .withRequester("audit"),
                                Journal.none(),
                                LOG::add)
                        .result())
                .id();
    }

    private static void restore(final String set) throws Exception {
        Restorer restorer = cluster.restorer(client);
        RestorePlan plan = await(restorer.plan(RestoreRequest.inPlace(SHOP, set, "audit")));
        assertThat(plan.problems()).isEmpty();
        await(restorer.run(plan.begin(), Journal.none(), LOG::add).start().result());
    }

    /** What must not be done, to see that it is found; and that this waits until it is. */
    private static void startSomethingWithThePasswordInItsArguments(final ProcessArguments arguments) throws Exception {
        List<String> command = List.of("sh", "-c", "read -r line", "client", "--password=" + PASSWORD);
        try (ContainerExec.ExecSession careless =
                await(client.exec().open(new ContainerRef(SHOP, POD, "", "main"), command, new Deaf()))) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() ->
                            arguments.found().stream().anyMatch(found -> found.contains("--password=" + PASSWORD)));
            careless.send("over\n");
        }
    }

    private static List<String> requestLines() {
        return cluster.embedded().requests().requests().stream()
                .map(ObservedRequest::uri)
                .map(AuditTrailTest::decoded)
                .toList();
    }

    private static Set<String> commands() {
        return cluster.embedded().requests().requests().stream()
                .filter(request -> request.is("get", "pods/exec"))
                .map(request -> request.uri().replaceFirst("^[^?]*\\?", ""))
                .map(AuditTrailTest::decoded)
                .collect(Collectors.toSet());
    }

    private static String decoded(final String uri) {
        return URLDecoder.decode(uri, StandardCharsets.UTF_8);
    }

    private static boolean tells(final String text) {
        return witnesses.stream().anyMatch(text::contains);
    }

    /** Hears nothing of what a program prints. */
    private static final class Deaf implements ContainerExec.ExecListener {
        @Override
        public void output(final String line) {}

        @Override
        public void error(final String line) {}

        @Override
        public void ended(final ContainerExec.ExecEnd end) {}
    }
}
