package io.jenkins.plugins.consistentbackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import org.junit.jupiter.api.Test;

/** Whoever can write a manifest can write its digest; the signature needs the key. */
class ManifestKeysTest {
    private static final String OLD = "0123456789abcdef0123456789abcdef";
    private static final String NEW = "a key that is put before an old one";
    private static final Manifest MANIFEST = ManifestSamples.manifest();

    private final ManifestKeys old = ManifestKeys.read(OLD);
    private final ManifestKeys changed = ManifestKeys.read(NEW + "\n\n  " + OLD + "  \n");

    @Test
    void whatWasSignedIsReadWithTheKey() {
        assertThat(StoredManifest.read(StoredManifest.of(MANIFEST, old), old)).isEqualTo(MANIFEST);
    }

    @Test
    void aManifestWithAGoodDigestButNoSignatureIsMadeUp() {
        ConfigMap madeUp = StoredManifest.of(MANIFEST, ManifestKeys.NONE);
        assertThatThrownBy(() -> StoredManifest.read(madeUp, old))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("is not signed");
    }

    @Test
    void anEditedManifestWithItsDigestMadeAnewIsNoticed() {
        ConfigMap edited = StoredManifest.of(MANIFEST, old);
        String text = edited.getData().get(StoredManifest.TEXT).replace("APPLICATION", "FILESYSTEM");
        edited.getData().put(StoredManifest.TEXT, text);
        edited.getData().put(StoredManifest.DIGEST, ManifestText.sha256(text));
        assertThat(StoredManifest.read(edited, ManifestKeys.NONE)).isNotEqualTo(MANIFEST);
        assertThatThrownBy(() -> StoredManifest.read(edited, old)).hasMessageContaining("by none of the keys");
    }

    @Test
    void aSignatureByAStrangerCountsForNothing() {
        ConfigMap strange = StoredManifest.of(MANIFEST, ManifestKeys.read(OLD + "x"));
        assertThatThrownBy(() -> StoredManifest.read(strange, old)).hasMessageContaining("by none of the keys");
        assertThatThrownBy(() -> StoredManifest.read(strange, old.acceptingUnsigned()))
                .hasMessageContaining("by none of the keys");
    }

    @Test
    void aNewKeySignsWhileTheOldOneStillCounts() {
        assertThat(StoredManifest.read(StoredManifest.of(MANIFEST, old), changed))
                .isEqualTo(MANIFEST);
        ConfigMap later = StoredManifest.of(MANIFEST, changed);
        assertThat(StoredManifest.read(later, ManifestKeys.read(NEW))).isEqualTo(MANIFEST);
        assertThatThrownBy(() -> StoredManifest.read(later, old)).hasMessageContaining("by none of the keys");
    }

    @Test
    void setsFromBeforeThereWereKeysCanBeAccepted() {
        ConfigMap before = StoredManifest.of(MANIFEST, ManifestKeys.NONE);
        assertThat(StoredManifest.read(before, old.acceptingUnsigned())).isEqualTo(MANIFEST);
    }

    /** A backup whose process died while it committed commits again, perhaps with another key by then. */
    @Test
    void theSameManifestIsTheSameByWhicheverKeyItWasSigned() {
        ConfigMap found = StoredManifest.of(MANIFEST, old);
        assertThat(StoredManifest.holds(found, MANIFEST, changed)).isTrue();
        assertThat(StoredManifest.holds(found, MANIFEST, ManifestKeys.read(NEW)))
                .isFalse();
    }

    @Test
    void withKeysThatAreGoneNothingIsSignedOrTrusted() {
        ManifestKeys gone = ManifestKeys.missing("the keys do not exist");
        assertThatThrownBy(() -> StoredManifest.of(MANIFEST, gone))
                .isInstanceOf(CatalogException.class)
                .hasMessage("the keys do not exist");
        ConfigMap signed = StoredManifest.of(MANIFEST, old);
        assertThatThrownBy(() -> StoredManifest.read(signed, gone)).hasMessage("the keys do not exist");
    }

    @Test
    void refusesWhatIsNoKeyAndDoesNotQuoteIt() {
        assertThatThrownBy(() -> ManifestKeys.read(" \n\n")).hasMessageContaining("there is no key");
        assertThatThrownBy(() -> ManifestKeys.read(OLD + "\nhunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key 2 for manifests has 7 characters")
                .hasMessageNotContaining("hunter2");
    }
}
