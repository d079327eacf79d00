package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.catalog.ManifestText;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command from its arguments to its output and exit status, on a live cluster. */
class CommandOnClusterTest {
    private static final String MIXED = "mixed";
    private static final String[] BOTH = {
        "--template", "statefulset/web=files", "--level", "filesystem", "--max-freeze", "60s"
    };

    @TempDir
    private static Path folder;

    private static LiveShop shop;
    private static String set;

    @BeforeAll
    static void backUp() throws Exception {
        shop = new LiveShop(folder);
        shop.files(MIXED);
        shop.cluster().mariadb(MIXED, "maria");
        CommandLineRun backup = shop.run("backup", MIXED, with(BOTH, "-o", "json", "--progress", "always"));
        assertThat(backup.status()).as(backup.toString()).isZero();
        assertThat(backup.err()).contains("hold", "cut", "commit", " ms").doesNotContain("\tat ");
        JsonNode report = new ObjectMapper().readTree(backup.out());
        assertThat(report.path("level").asText()).isEqualTo("filesystem");
        assertThat(report.path("snapshots").size()).isEqualTo(2);
        set = report.path("id").asText();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void planShowsHoldsCutsAndVolumesAndChangesNothing() throws Exception {
        var before = shop.traces(MIXED);
        CommandLineRun plan = shop.run("plan", MIXED, BOTH);
        assertThat(plan.status()).as(plan.toString()).isZero();
        assertThat(plan.out()).contains("maria-0", "web-0", "mariadb", "files", "data-maria-0", "inside the hold");
        assertThat(plan.err()).isEmpty();
        assertThat(shop.traces(MIXED)).isEqualTo(before);
    }

    @Test
    void quietInAPipe() throws Exception {
        shop.files("quiet");
        CommandLineRun backup = shop.run("backup", "quiet", LiveShop.FILES);
        assertThat(backup.status()).as(backup.toString()).isZero();
        assertThat(backup.err()).isEmpty();
        assertThat(backup.out()).contains("quiet-");
    }

    @ParameterizedTest
    @CsvSource({"plan,json", "plan,yaml", "list,json", "list,yaml", "kept,json", "kept,yaml"})
    void outputIsOneDocument(final String command, final String format) {
        String[] options = command.equals("plan") ? BOTH : new String[0];
        CommandLineRun run = shop.run(command, MIXED, with(options, "-o", format));
        assertThat(run.status()).as(run.toString()).isZero();
        assertThat(run.document().isContainerNode()).as(run.out()).isTrue();
    }

    @Test
    void listNamesTheSet() {
        assertThat(shop.run("list", MIXED).out()).contains(set, "committed", "filesystem");
        assertThat(shop.run("list", MIXED, "-o", "json").document().findValuesAsText("id"))
                .contains(set);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "yaml"})
    void showIsTheSetAsADocument(final String format) {
        JsonNode shown = shop.run("show", MIXED, set, "-o", format).document();
        assertThat(shown.path("state").asText()).isEqualTo("committed");
        assertThat(shown.path("manifest").path("volumes").size()).isEqualTo(2);
    }

    @Test
    void showSaysWhatWasHeldAndProved() {
        CommandLineRun shown = shop.run("show", MIXED, set);
        assertThat(shown.status()).isZero();
        assertThat(shown.out()).contains(set, "mixed/maria-0", "backup stage of connection", "data-web-0");
    }

    @Test
    void restoreIsTakenBackAndWhatItReplacedIsKept() throws Exception {
        String namespace = "back";
        shop.files(namespace);
        shop.word(namespace, "before");
        assertThat(shop.run("backup", namespace, LiveShop.FILES).status()).isZero();
        shop.word(namespace, "after");

        CommandLineRun plan = shop.run("restore", namespace, "--plan");
        assertThat(plan.status()).as(plan.toString()).isZero();
        assertThat(plan.out()).contains("DISCARDS");
        assertThat(shop.word(namespace)).isEqualTo("after");

        CommandLineRun restore = shop.run("restore", namespace, "-o", "yaml");
        assertThat(restore.status()).as(restore.toString()).isZero();
        assertThat(restore.document().isObject()).isTrue();
        assertThat(shop.word(namespace)).isEqualTo("before");
        assertThat(shop.run("kept", namespace).out()).contains("volume", "data-web-0");
        keptStaysUntilItExpires(namespace);

        CommandLineRun undo = shop.run("undo", namespace);
        assertThat(undo.status()).as(undo.toString()).isZero();
        assertThat(shop.word(namespace)).isEqualTo("after");
        keptGoesEarlyWhenAsked(namespace);
    }

    private static void keptStaysUntilItExpires(final String namespace) {
        String name = nameOfKept(namespace);
        CommandLineRun refused = shop.run("kept", namespace, name);
        assertThat(refused.status()).isEqualTo(ExitCodes.FAILED);
        assertThat(refused.err()).contains(name, "expires");
    }

    private static void keptGoesEarlyWhenAsked(final String namespace) {
        String name = nameOfKept(namespace);
        CommandLineRun removed = shop.run("kept", namespace, name, "--early");
        assertThat(removed.status()).as(removed.toString()).isZero();
        assertThat(removed.out()).contains("removed volume " + name);
    }

    private static String nameOfKept(final String namespace) {
        JsonNode kept = shop.run("kept", namespace, "-o", "json").document();
        return kept.get(0).path("name").asText();
    }

    @Test
    void copyInAnotherNamespaceReplacesNothing() throws Exception {
        String namespace = "origin";
        shop.files(namespace);
        shop.cluster().namespace("copy");
        shop.word(namespace, "copied");
        assertThat(shop.run("backup", namespace, LiveShop.FILES).status()).isZero();
        shop.word(namespace, "kept");

        CommandLineRun copy = shop.run("restore", namespace, "--clone-into", "copy", "-o", "json");
        assertThat(copy.status()).as(copy.toString()).isZero();
        assertThat(shop.word(namespace)).isEqualTo("kept");
    }

    /** Whoever may write ConfigMaps can make any digest right, but not the signature. */
    @Test
    void withKeysOnlySignedSetsCount() throws Exception {
        String namespace = "signed";
        String keys = Files.writeString(folder.resolve("keys"), "fedcba9876543210fedcba9876543210\n")
                .toString();
        shop.files(namespace);
        CommandLineRun backup = shop.run("backup", namespace, with(LiveShop.FILES, "--manifest-keys", keys));
        assertThat(backup.status()).as(backup.toString()).isZero();
        assertThat(shop.run("list", namespace, "--manifest-keys", keys).out()).contains("committed");
        assertThat(shop.run("restore", namespace, "--manifest-keys", keys).status())
                .isZero();

        makeUp(namespace);
        assertThat(shop.run("list", namespace).out()).contains("committed");
        CommandLineRun refused = shop.run("restore", namespace, "--manifest-keys", keys);
        assertThat(refused.status()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(refused.err()).contains("no usable backup set");
        assertThat(shop.run("list", namespace, "--manifest-keys", keys).out())
                .contains("damaged", "signature is by none of the keys");
        assertThat(shop.run("list", MIXED, "--manifest-keys", keys).out()).contains("damaged", "is not signed");
    }

    /** Changes what the manifest of a namespace's only set says, with a digest that fits. */
    private static void makeUp(final String namespace) throws Exception {
        String manifest = SetId.of(shop.sets(namespace).get(0)).manifestName();
        shop.embedded().store().edit(ResourceType.CONFIG_MAP, namespace, manifest, map -> {
            ObjectNode data = map.withObject("data");
            String text = data.path("manifest.json").asText().replace("FILESYSTEM", "APPLICATION");
            data.put("manifest.json", text).put("sha256", ManifestText.sha256(text));
            return map;
        });
    }

    private static String[] with(final String[] options, final String... more) {
        return Stream.of(options, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
