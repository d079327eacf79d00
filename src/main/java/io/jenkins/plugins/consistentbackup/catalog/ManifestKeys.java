package io.jenkins.plugins.consistentbackup.catalog;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that manifests are signed with, so that whoever may write ConfigMaps in a namespace cannot make up a set.
 * The first of them signs, and each of them is good for a check, so that a new one can be put before an old one.
 *
 * <p>A signature is an HMAC-SHA256 (RFC 2104) of the manifest's text, which names the set and its namespace.
 */
public final class ManifestKeys {
    /** Nothing is signed, and no signature is looked at. */
    public static final ManifestKeys NONE = new ManifestKeys(List.of(), true, Optional.empty());

    /** In characters. What is shorter could be guessed: a key is random, not a password. */
    static final int SHORTEST = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final List<byte[]> keys;
    private final boolean unsignedAccepted;
    private final Optional<String> whyMissing;

    private ManifestKeys(final List<byte[]> keys, final boolean unsignedAccepted, final Optional<String> whyMissing) {
        this.keys = keys;
        this.unsignedAccepted = unsignedAccepted;
        this.whyMissing = whyMissing;
    }

    /** Keys that should be there and are not: nothing can be signed, and nothing trusted. */
    public static ManifestKeys missing(final String why) {
        return new ManifestKeys(List.of(), false, Optional.of(why));
    }

    /**
     * Reads keys, one a line; empty lines and blanks around a key do not count.
     *
     * @throws IllegalArgumentException when there is none, or one is too short; it never quotes a key
     */
    public static ManifestKeys read(final String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("there is no key for manifests: one a line, the first of them signs");
        }
        for (int line = 0; line < lines.size(); line++) {
            int length = lines.get(line).length();
            if (length < SHORTEST) {
                throw new IllegalArgumentException("key " + (line + 1) + " for manifests has " + length
                        + " characters; " + SHORTEST + " are the least: openssl rand -hex 32 makes one");
            }
        }
        return new ManifestKeys(
                lines.stream()
                        .map(line -> line.getBytes(StandardCharsets.UTF_8))
                        .toList(),
                false,
                Optional.empty());
    }

    /**
     * The same, but manifests without a signature are taken: for as long as there are sets from before there were keys.
     * Until then these keys stop nobody, since a signature can be left away.
     */
    public ManifestKeys acceptingUnsigned() {
        return new ManifestKeys(keys, true, whyMissing);
    }

    /**
     * The signature of a manifest, as hex digits; empty when none is wanted.
     *
     * @throws CatalogException when there ought to be a key
     */
    Optional<String> sign(final String text) {
        requireNoneMissing();
        return keys.stream().findFirst().map(key -> HexFormat.of().formatHex(mac(key, text)));
    }

    /**
     * Checks a signature.
     *
     * @param signature as it is stored; null when there is none
     * @throws CatalogException when the manifest must not be trusted
     */
    void check(final String text, final String signature) {
        requireNoneMissing();
        if (keys.isEmpty() || signature == null && unsignedAccepted) {
            return;
        }
        if (signature == null) {
            throw new CatalogException("the manifest is not signed, and here only signed ones count: somebody made it"
                    + " up, or it was made without the key");
        }
        byte[] given = signature.getBytes(StandardCharsets.UTF_8);
        if (keys.stream().noneMatch(key -> MessageDigest.isEqual(hex(mac(key, text)), given))) {
            throw new CatalogException("the manifest's signature is by none of the keys: somebody changed the manifest"
                    + " or made it up, or its key was taken out of the list");
        }
    }

    private void requireNoneMissing() {
        whyMissing.ifPresent(why -> {
            throw new CatalogException(why);
        });
    }

    private static byte[] hex(final byte[] bytes) {
        return HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mac(final byte[] key, final String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
