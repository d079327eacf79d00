package io.jenkins.plugins.consistentbackup.catalog;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Names that fit into a DNS label, made from names that may be too long or hold dots. */
final class ShortName {
    private static final int LABEL = 63;
    private static final int DIGEST = 8;

    private ShortName() {}

    /** {@code prefix-name}; a name that does not fit, or is no DNS label, is shortened and told apart by a checksum. */
    static String join(final String prefix, final String name) {
        String plain = prefix + "-" + name;
        if (plain.length() <= LABEL && name.indexOf('.') < 0) {
            return plain;
        }
        int room = LABEL - prefix.length() - DIGEST - 2;
        return prefix + "-" + cut(name.replace('.', '-'), room) + "-" + checksum(name);
    }

    /** The first characters of a name, without a dash at the end. */
    static String cut(final String name, final int length) {
        String cut = name.substring(0, Math.min(length, name.length()));
        while (cut.endsWith("-")) {
            cut = cut.substring(0, cut.length() - 1);
        }
        return cut;
    }

    private static String checksum(final String name) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
