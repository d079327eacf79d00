package io.jenkins.plugins.consistentbackup.embedded.api.http;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few ASN.1 values that a certificate is made of, in DER (X.690). */
final class Der {

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... elements) {
        return value(0x30, join(elements));
    }

    static byte[] set(byte[]... elements) {
        return value(0x31, join(elements));
    }

    static byte[] integer(BigInteger number) {
        return value(0x02, number.toByteArray());
    }

    static byte[] yes() {
        return value(0x01, new byte[] {(byte) 0xff});
    }

    static byte[] octets(byte[] content) {
        return value(0x04, content);
    }

    static byte[] bits(byte[] content) {
        return value(0x03, join(new byte[] {0}, content));
    }

    static byte[] utf8(String text) {
        return value(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    /** UTCTime, good until 2049. */
    static byte[] time(Instant instant) {
        return value(0x17, UTC_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    /** A value inside a context-specific tag. */
    static byte[] explicit(int tag, byte[] content) {
        return value(0xa0 | tag, content);
    }

    /** A string under a context-specific tag of its own. */
    static byte[] implicit(int tag, byte[] content) {
        return value(0x80 | tag, content);
    }

    static byte[] oid(String dotted) {
        String[] parts = dotted.split("\\.");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(Integer.parseInt(parts[0]) * 40 + Integer.parseInt(parts[1]));
        for (int i = 2; i < parts.length; i++) {
            base128(Integer.parseInt(parts[i]), content);
        }
        return value(0x06, content.toByteArray());
    }

    private static void base128(int number, ByteArrayOutputStream to) {
        for (int shift = 28; shift > 0; shift -= 7) {
            if (number >> shift > 0) {
                to.write(number >> shift & 0x7f | 0x80);
            }
        }
        to.write(number & 0x7f);
    }

    private static byte[] value(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length & 0xff);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
