package io.jenkins.plugins.consistentbackup.catalog;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A manifest as a ConfigMap: the text, its digest, and its signature where there are keys. */
final class StoredManifest {
    static final String TEXT = "manifest.json";
    static final String DIGEST = "sha256";
    static final String SIGNATURE = "hmac-sha256";

    /** The API server takes no more data than this in a ConfigMap. */
    static final int MOST_BYTES = 1024 * 1024;

    private StoredManifest() {}

    /**
     * The ConfigMap of a manifest.
     *
     * @throws CatalogException when it is too large
     */
    static ConfigMap of(final Manifest manifest, final ManifestKeys keys) {
        String text = ManifestText.write(manifest);
        Map<String, String> data = new TreeMap<>(Map.of(TEXT, text, DIGEST, ManifestText.sha256(text)));
        keys.sign(text).ifPresent(signature -> data.put(SIGNATURE, signature));
        requireSize(manifest, data);
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(manifest.namespace())
                .withName(manifest.id().manifestName())
                .addToLabels(Labels.SET, manifest.id().toString())
                .addToLabels(Labels.ROLE, Labels.ROLE_MANIFEST)
                .addToAnnotations(Labels.REQUESTER, manifest.origin().requester())
                .endMetadata()
                .withImmutable(true)
                .withData(data)
                .build();
    }

    /**
     * Reads the manifest back.
     *
     * @throws CatalogException when it is damaged, not of this set, or by nobody who has a key
     */
    static Manifest read(final ConfigMap map, final ManifestKeys keys) {
        Map<String, String> data = map.getData() == null ? Map.of() : map.getData();
        String text = data.get(TEXT);
        if (text == null) {
            throw new CatalogException("the ConfigMap has no " + TEXT);
        }
        if (!ManifestText.sha256(text).equals(data.get(DIGEST))) {
            throw new CatalogException(
                    "the manifest does not have the SHA-256 that was stored with it:" + " somebody changed it");
        }
        keys.check(text, data.get(SIGNATURE));
        Manifest manifest = ManifestText.read(text);
        if (!manifest.id().manifestName().equals(map.getMetadata().getName())
                || !manifest.namespace().equals(map.getMetadata().getNamespace())) {
            throw new CatalogException("the manifest is that of set " + manifest.namespace() + "/" + manifest.id()
                    + ": somebody copied it");
        }
        return manifest;
    }

    /** Whether a ConfigMap holds this very manifest, and by whose signature does not matter if it is a good one. */
    static boolean holds(final ConfigMap found, final Manifest manifest, final ManifestKeys keys) {
        try {
            return read(found, keys).equals(manifest);
        } catch (CatalogException e) {
            return false;
        }
    }

    private static void requireSize(final Manifest manifest, final Map<String, String> data) {
        int bytes = data.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().getBytes(StandardCharsets.UTF_8).length)
                .sum();
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
