package io.jenkins.plugins.consistentbackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ManifestTextTest {

    @Test
    void isReadAsItWasWritten() {
        Manifest manifest = ManifestSamples.manifest();
        assertThat(ManifestText.read(ManifestText.write(manifest))).isEqualTo(manifest);
    }

    @Test
    void equalManifestsAreEqualTexts() {
        assertThat(ManifestText.write(ManifestSamples.manifest()))
                .isEqualTo(ManifestText.write(ManifestText.read(ManifestText.write(ManifestSamples.manifest()))));
    }

    @Test
    void passesOverWhatANewerMinorVersionAdded() {
        String text = ManifestText.write(ManifestSamples.manifest()).replaceFirst("\\{", "{\"novelty\":{\"a\":1},");
        assertThat(ManifestText.read(text)).isEqualTo(ManifestSamples.manifest());
    }

    @Test
    void refusesANewerSchemaWithAdvice() {
        String text =
                ManifestText.write(ManifestSamples.manifest()).replace("\"schemaVersion\":1", "\"schemaVersion\":2");
        assertThatThrownBy(() -> ManifestText.read(text))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("reads up to 1: use a newer one");
    }

    @Test
    void refusesWhatIsNoManifest() {
        for (String text : List.of("", "{", "[]", "{}", "{\"schemaVersion\":1}", "{\"schemaVersion\":\"1\"}")) {
            assertThatThrownBy(() -> ManifestText.read(text)).isInstanceOf(CatalogException.class);
        }
    }

    @Test
    void aManifestOfSchemaVersion0StaysRestorable() throws IOException {
        Manifest upgraded = ManifestText.read(fixture("manifest-v0.json"));
        assertThat(upgraded.schemaVersion()).isEqualTo(1);
        assertThat(upgraded.origin().requester()).isEqualTo("https://ci/job/shop/1/");
        assertThat(upgraded.verdict().level()).isEqualTo(Level.CRASH);
        SavedVolume volume = upgraded.volumes().get(0);
        assertThat(volume.claim().capacity()).isEqualTo("1Gi");
        assertThat(volume.cutGroup()).isEqualTo(upgraded.cutGroups().get(0).name());
        assertThat(volume.snapshot().name()).isEqualTo("shop-20250101-000000-old1-data-db-0");
        assertThat(volume.snapshot().restoreSizeBytes()).isEqualTo(1073741824L);
        assertThat(volume.atomic()).isFalse();
        assertThat(ManifestText.read(ManifestText.write(upgraded))).isEqualTo(upgraded);
    }

    /** What version 1 wrote when it was new; a change that cannot read it any more must not land. */
    @Test
    void aManifestOfSchemaVersion1StaysReadable() throws IOException {
        Manifest old = ManifestText.read(fixture("manifest-v1.json"));
        assertThat(old)
                .usingRecursiveComparison()
                .ignoringFields("holds.parameters", "cutGroups.requested", "cutGroups.observed")
                .isEqualTo(ManifestSamples.manifest());
        assertThat(old.holds().get(0).parameters()).isEqualTo(old.parameters());
        Instant created = old.volumes().get(0).snapshot().creationTime();
        assertThat(old.cutGroups().get(0).requested()).isEqualTo(created);
        assertThat(old.cutGroups().get(0).observed()).isEqualTo(created);
    }

    @Test
    void refusesATimeThatIsNone() throws IOException {
        String text = fixture("manifest-v1.json").replace("2026-01-02T03:04:06Z", "yesterday");
        assertThatThrownBy(() -> ManifestText.read(text))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("cut at \"yesterday\"");
    }

    @Property(tries = 50)
    void anyChangeOfTheStoredTextIsNoticed(@ForAll @IntRange(max = 1000) final int at) {
        ConfigMap map = StoredManifest.of(ManifestSamples.manifest(), ManifestKeys.NONE);
        String text = map.getData().get(StoredManifest.TEXT);
        int position = at % text.length();
        char other = text.charAt(position) == 'x' ? 'y' : 'x';
        map.getData().put(StoredManifest.TEXT, text.substring(0, position) + other + text.substring(position + 1));
        assertThatThrownBy(() -> StoredManifest.read(map, ManifestKeys.NONE))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("SHA-256");
    }

    @Test
    void aCopyUnderAnotherNameIsNotTheSet() {
        ConfigMap map = StoredManifest.of(ManifestSamples.manifest(), ManifestKeys.NONE);
        map.getMetadata().setNamespace("elsewhere");
        assertThatThrownBy(() -> StoredManifest.read(map, ManifestKeys.NONE)).hasMessageContaining("that of set shop/");
    }

    @Test
    void saysWhatMakesAManifestTooLarge() {
        Artefact huge = Artefact.of(ManifestSamples.DB, "dump", new byte[800 * 1024]);
        assertThatThrownBy(() -> StoredManifest.of(ManifestSamples.manifest(List.of(huge)), ManifestKeys.NONE))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("of them captured artefacts; a ConfigMap holds 1048576");
    }

    private static String fixture(final String name) throws IOException {
        try (InputStream in = ManifestTextTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
