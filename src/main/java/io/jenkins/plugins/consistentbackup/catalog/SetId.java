package io.jenkins.plugins.consistentbackup.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The id of a backup set: {@code shop-20260102-030405-x7k2}. A DNS label of at most {@value #MAX_LENGTH} characters, so
 * that names can be built on it; ids of one namespace sort by time.
 */
public final class SetId implements Comparable<SetId>, Serializable {
    private static final long serialVersionUID = 1L;

    /** Leaves room for {@code consistent-backup-} before it, or a claim's name behind it, in 63 characters. */
    public static final int MAX_LENGTH = 40;

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** No vowels, so that no words come out; no characters that are taken for others. */
    private static final String ALPHABET = "bcdfghjkmnpqrstvwxz23456789";

    private static final int RANDOM_CHARACTERS = 4;
    private static final int NAMESPACE_CHARACTERS = MAX_LENGTH - "-20260102-030405-".length() - RANDOM_CHARACTERS;

    private final String value;

    private SetId(final String value) {
        this.value = value;
    }

    /**
     * An id that somebody gave.
     *
     * @throws IllegalArgumentException when it cannot be one
     */
    @JsonCreator
    public static SetId of(final String value) {
        Objects.requireNonNull(value, "value");
        if (!isOne(value)) {
            throw new IllegalArgumentException("\"" + value + "\" is not the id of a backup set: these are lower case"
                    + " letters, digits and dashes, at most " + MAX_LENGTH + ", like shop-20260102-030405-x7k2");
        }
        return new SetId(value);
    }

    /** The id that a text is, if it can be one. */
    static Optional<SetId> read(final String value) {
        return isOne(value) ? Optional.of(new SetId(value)) : Optional.empty();
    }

    private static boolean isOne(final String value) {
        return value.length() <= MAX_LENGTH && DNS_LABEL.matcher(value).matches();
    }

    /** A new id for a set of a namespace; the time is UTC. */
    public static SetId next(final String namespace, final Clock clock, final RandomGenerator random) {
        StringBuilder id = new StringBuilder(ShortName.cut(namespace, NAMESPACE_CHARACTERS))
                .append('-')
                .append(TIME.format(clock.instant()))
                .append('-');
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return of(id.toString());
    }

    /** The name of the ConfigMap that holds the set's manifest. */
    public String manifestName() {
        return "consistent-backup-" + value;
    }

    /** The name of the snapshot of a claim in this set; the same every time, a DNS label. */
    public String snapshotName(final String claim) {
        return ShortName.join(value, claim);
    }

    @JsonValue
    @Override
    public String toString() {
        return value;
    }

    @Override
    public int compareTo(final SetId other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof SetId && value.equals(((SetId) other).value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }
}
