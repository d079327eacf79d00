package io.jenkins.plugins.consistentbackup.catalog;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A manifest as a ConfigMap: the text and its digest. */
final class StoredManifest {
    static final String TEXT = "manifest.json";
    static final String DIGEST = "sha256";

    /** The API server takes no more data than this in a ConfigMap. */
    static final int MOST_BYTES = 1024 * 1024;

    private StoredManifest() {}

    /**
     * The ConfigMap of a manifest.
     *
     * @throws CatalogException when it is too large
     */
    static ConfigMap of(final Manifest manifest) {
        String text = ManifestText.write(manifest);
        String digest = ManifestText.sha256(text);
        requireSize(manifest, text, digest);
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(manifest.namespace())
                .withName(manifest.id().manifestName())
                .addToLabels(Labels.SET, manifest.id().toString())
                .addToLabels(Labels.ROLE, Labels.ROLE_MANIFEST)
                .addToAnnotations(Labels.REQUESTER, manifest.origin().requester())
                .endMetadata()
                .withImmutable(true)
                .addToData(TEXT, text)
                .addToData(DIGEST, digest)
                .build();
    }

    /**
     * Reads the manifest back.
     *
     * @throws CatalogException when it is damaged, or not of this set
     */
    static Manifest read(final ConfigMap map) {
        Map<String, String> data = map.getData() == null ? Map.of() : map.getData();
        String text = data.get(TEXT);
        if (text == null) {
            throw new CatalogException("the ConfigMap has no " + TEXT);
        }
        if (!ManifestText.sha256(text).equals(data.get(DIGEST))) {
            throw new CatalogException(
                    "the manifest does not have the SHA-256 that was stored with it:" + " somebody changed it");
        }
        Manifest manifest = ManifestText.read(text);
        if (!manifest.id().manifestName().equals(map.getMetadata().getName())
                || !manifest.namespace().equals(map.getMetadata().getNamespace())) {
            throw new CatalogException("the manifest is that of set " + manifest.namespace() + "/" + manifest.id()
                    + ": somebody copied it");
        }
        return manifest;
    }

    static boolean sameContent(final ConfigMap one, final ConfigMap other) {
        return one.getData().equals(other.getData());
    }

    private static void requireSize(final Manifest manifest, final String text, final String digest) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length + digest.length() + TEXT.length() + DIGEST.length();
        if (bytes > MOST_BYTES) {
            int artefacts = manifest.artefacts().stream()
                    .mapToInt(artefact -> artefact.base64().length())
                    .sum();
            throw new CatalogException("the manifest of set " + manifest.namespace() + "/" + manifest.id() + " has "
                    + bytes + " bytes, " + artefacts + " of them captured artefacts; a ConfigMap holds " + MOST_BYTES
                    + ": back up fewer workloads at once, or capture less");
        }
    }
}
