package io.jenkins.plugins.consistentbackup.embedded.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * A key and a certificate for 127.0.0.1 and localhost that vouches for itself. Made here, as the JDK has no interface
 * for it that is open.
 */
public final class ServerCertificate {

    private static final Duration VALIDITY = Duration.ofDays(30);
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final int LINE = 64;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final String key;
    private final String certificate;

    private ServerCertificate(String key, String certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** Makes a new one, valid from now on. */
    public static ServerCertificate create(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new ServerCertificate(
                    pem("PRIVATE KEY", pair.getPrivate().getEncoded()), pem("CERTIFICATE", sign(pair, now)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make an elliptic curve key", e);
        }
    }

    /** RFC 5280, section 4.1. */
    private static byte[] sign(KeyPair pair, Instant now) throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
        byte[] name = Der.sequence(
                Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8("embedded cluster " + serial().toString(36)))));
        byte[] validity = Der.sequence(Der.time(now.minus(CLOCK_SKEW)), Der.time(now.plus(VALIDITY)));
        byte[] toBeSigned = Der.sequence(
                Der.explicit(0, Der.integer(BigInteger.TWO)),
                Der.integer(serial()),
                algorithm,
                name,
                validity,
                name,
                pair.getPublic().getEncoded(),
                Der.explicit(3, extensions()));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(toBeSigned);
        return Der.sequence(toBeSigned, algorithm, Der.bits(signature.sign()));
    }

    private static BigInteger serial() {
        return new BigInteger(64, new SecureRandom()).setBit(63);
    }

    private static byte[] extensions() {
        byte[] authority = Der.sequence(Der.yes());
        byte[] names = Der.sequence(
                Der.implicit(2, "localhost".getBytes(StandardCharsets.US_ASCII)), Der.implicit(7, LOOPBACK));
        return Der.sequence(
                Der.sequence(Der.oid("2.5.29.19"), Der.yes(), Der.octets(authority)),
                Der.sequence(Der.oid("2.5.29.17"), Der.octets(names)));
    }

    private static String pem(String label, byte[] content) {
        String encoded = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + encoded + "\n-----END " + label + "-----\n";
    }

    PemKeyCertOptions options() {
        return new PemKeyCertOptions().setKeyValue(Buffer.buffer(key)).setCertValue(Buffer.buffer(certificate));
    }

    /** What clients have to trust, as PEM. */
    public String pem() {
        return certificate;
    }
}
