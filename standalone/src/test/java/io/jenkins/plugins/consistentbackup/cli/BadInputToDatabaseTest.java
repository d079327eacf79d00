package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users get wrong about a database, and what happens to one that is held too long: see {@link BadInputTest}. */
class BadInputToDatabaseTest {
    @TempDir
    private static Path folder;

    private static LiveShop shop;

    @BeforeAll
    static void open() throws Exception {
        shop = new LiveShop(folder);
        shop.cluster().namespace("bad");
        shop.cluster().mariadb("bad", "maria");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @AfterEach
    void heal() {
        shop.heal();
    }

    static List<Mistake> mistakes() {
        return List.of(
                Mistake.of("unknown class", "backup -l app=maria --snapshot-class nosuch")
                        .says("nosuch", "VolumeSnapshotClass", EmbeddedCluster.ATOMIC_CLASS),
                Mistake.of("unknown parameter", "backup -l app=maria -p NOSUCH=1")
                        .says("NOSUCH", "DB_USER"),
                Mistake.of("malformed parameter", "backup -l app=maria -p PASSWORD_FILE=secret")
                        .says("PASSWORD_FILE"),
                Mistake.of("unknown user", "backup -l app=maria -p DB_USER=nobody")
                        .says("bad/maria-0", "Access denied", "nobody"),
                Mistake.of("no password file", "backup -l app=maria -p PASSWORD_FILE=/run/none")
                        .says("bad/maria-0", "/run/none"),
                Mistake.of("wrong password", "backup -l app=maria -p PASSWORD_FILE=/etc/hostname")
                        .says("bad/maria-0", "Access denied"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isNamedAndLeavesNothing(final Mistake mistake) throws Exception {
        mistake.mustBeNamed(shop, shop.kubeconfig());
    }

    @Test
    void freezeBudgetThatPassedIsSaidAndNothingStays() throws Exception {
        shop.embedded().driver(Storage.ATOMIC).settings().cutLatency(Duration.ofSeconds(30));
        Mistake.of("freeze budget", "backup -l app=maria --max-freeze 4s")
                .ends(ExitCodes.FAILED)
                .says("maria-0")
                .mustBeNamed(shop, shop.kubeconfig());
    }
}
