package io.jenkins.plugins.consistentbackup.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A manifest as text: JSON with sorted names and no blanks, so that equal manifests are equal texts. Names that a newer
 * minor version added are passed over.
 */
public final class ManifestText {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private ManifestText() {}

    public static String write(final Manifest manifest) {
        try {
            return JSON.writeValueAsString(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest holds plain values only", e);
        }
    }

    /**
     * Reads a manifest of this schema version or an older one.
     *
     * @throws CatalogException when it is no manifest, lacks something, or is of a newer schema
     */
    public static Manifest read(final String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            if (!(tree instanceof ObjectNode manifest)) {
                throw new CatalogException("the manifest is not a JSON object");
            }
            return JSON.treeToValue(ManifestUpgrade.toCurrent(manifest), Manifest.class);
        } catch (JsonProcessingException e) {
            throw new CatalogException("the manifest cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    /** SHA-256 of what a manifest says, as hex digits. */
    public static String digest(final Manifest manifest) {
        return sha256(write(manifest));
    }

    /** SHA-256 of a text in UTF-8, as hex digits. */
    public static String sha256(final String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
