package io.jenkins.plugins.consistentbackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.fuzz.HostileText;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetIdTest {
    private static final String DNS_LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

    @Test
    void saysNamespaceAndTime() {
        assertThat(id("shop", Instant.parse("2026-01-02T03:04:05.9Z"), 7).toString())
                .matches("shop-20260102-030405-[a-z0-9]{4}");
    }

    @Property
    void namesThatAreBuiltOnItAreDnsLabels(
            @ForAll @StringLength(min = 1, max = 63) @CharRange(from = 'a', to = 'c') @CharRange(from = '-', to = '-')
                    final String name,
            @ForAll final long seed) {
        String valid = "n" + name.substring(1) + "9";
        SetId id = id(valid, Instant.EPOCH, seed);
        assertThat(id.toString()).matches(DNS_LABEL).hasSizeLessThanOrEqualTo(SetId.MAX_LENGTH);
        assertThat(id.manifestName()).matches(DNS_LABEL);
        assertThat(id.snapshotName(valid)).matches(DNS_LABEL).startsWith(id + "-");
        assertThat(Labels.cutGroup(id, valid)).matches(DNS_LABEL);
    }

    @Property
    void sortsByTimeWithinANamespace(
            @ForAll @LongRange(min = 0, max = 250_000_000_000L) final long one,
            @ForAll @LongRange(min = 0, max = 250_000_000_000L) final long other) {
        SetId first = id("shop", Instant.ofEpochSecond(Math.min(one, other)), 1);
        SetId second = id("shop", Instant.ofEpochSecond(Math.max(one, other) + 1), 2);
        assertThat(first).isLessThan(second);
    }

    @Property
    void anythingIsAnIdOrRefused(@ForAll("anything") final String text) {
        HostileText.soon(() -> {
            try {
                assertThat(SetId.of(text).toString()).isEqualTo(text).matches(DNS_LABEL);
                assertThat(SetId.read(text)).isPresent();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("is not the id of a backup set");
                assertThat(SetId.read(text)).isEmpty();
            }
        });
    }

    @Provide
    Arbitrary<String> anything() {
        return HostileText.from(List.of("shop-20260102-030405-x7k2"));
    }

    @Test
    void longClaimsThatBeginAlikeGetDifferentNames() {
        SetId id = ManifestSamples.ID;
        String claim = "data-of-a-database-with-a-very-long-name-in-a-chart-";
        assertThat(id.snapshotName(claim + "0")).isNotEqualTo(id.snapshotName(claim + "1"));
        assertThat(id.snapshotName("a.b")).isNotEqualTo(id.snapshotName("a-b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", "-shop", "shop-", "a/b", "a.b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void refusesWhatCannotBeOne(final String value) {
        assertThatThrownBy(() -> SetId.of(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not the id of a backup set");
    }

    private static SetId id(final String namespace, final Instant time, final long seed) {
        return SetId.next(namespace, Clock.fixed(time, ZoneOffset.UTC), new Random(seed));
    }
}
