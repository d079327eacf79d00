package io.jenkins.plugins.consistentbackup.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final HeldFacts OWN =
            new HeldFacts("shop/db-0 (db)", "registry.example/postgres:18", "mine", TemplateOrigin.REQUEST);

    @ParameterizedTest
    @CsvSource({
        "team-a, team-a/deploy, true",
        "team-a, team-a, true",
        "team-a, team-ab/deploy, false",
        "team-*, team-ab/deploy, true",
        "team-a/apps, team-a/deploy, false",
        "team.a, team-a/deploy, false",
    })
    void folderMeansItsJobsAndThoseOfFoldersInside(final String folder, final String item, final boolean met) {
        Scope scope = new Scope(List.of(), List.of(folder), List.of());

        assertThat(scope.meets(new Place(Optional.of("prod"), item))).isEqualTo(met);
    }

    @Test
    void clusterThatNobodyListedIsMetByRulesThatNameNone() {
        Place own = new Place(Optional.empty(), "team-a/deploy");

        assertThat(new Scope(List.of("prod"), List.of(), List.of()).meets(own)).isFalse();
        assertThat(Scope.ALL.meets(own)).isTrue();
    }

    @Test
    void strictestOfAllRulesThatApplyCounts() {
        PlacePolicy policy = policy(
                rule(
                        "all",
                        List.of(),
                        new Limits(
                                seconds(10),
                                Optional.empty(),
                                false,
                                Optional.of(3),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Set.of(),
                                Restoring.WITH_APPROVAL)),
                rule(
                        "prod",
                        List.of("shop"),
                        new Limits(
                                seconds(4),
                                Optional.empty(),
                                false,
                                Optional.of(7),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Set.of(),
                                Restoring.ALLOWED)));

        assertThat(policy.longestFreeze("shop").orElseThrow().value()).hasSeconds(4);
        assertThat(policy.longestFreeze("lab").orElseThrow().value()).hasSeconds(10);
        assertThat(policy.leastKept("shop").orElseThrow().rule().name()).isEqualTo("prod");
        assertThat(policy.restoring("shop").orElseThrow().value()).isEqualTo(Restoring.WITH_APPROVAL);
        assertThat(PlacePolicy.NONE.restoring("shop")).isEmpty();
    }

    @Test
    void everyBrokenLimitIsRefusedByTheNameOfItsRule() {
        Limits limits = new Limits(
                Optional.empty(),
                Optional.of(Level.APPLICATION),
                true,
                Optional.of(5),
                Optional.empty(),
                Optional.of(Profile.CLUSTER),
                List.of("postgresql*"),
                Set.of(TemplateOrigin.BUILT_IN, TemplateOrigin.LIBRARY),
                Restoring.ALLOWED);
        BackupFacts facts = new BackupFacts(
                "shop", Profile.NAMESPACE, Level.CRASH, List.of("data", "wal"), Optional.of(2), List.of(OWN));

        List<String> refusals =
                policy(rule("production", List.of("sh*"), limits)).refusals(facts);

        assertThat(refusals).hasSize(6).allMatch(refusal -> refusal.startsWith("rule 'production' of the operators: "));
        assertThat(String.join("\n", refusals))
                .contains("crash-consistent, and the least level is application")
                .contains("cluster profile is required")
                .contains("ask for keep: 5 or more")
                .contains("one group snapshot, and data, wal could not be")
                .contains("shop/db-0 (db) (image registry.example/postgres:18) would be held by template mine")
                .contains("which is brought along; allowed are templates built in or of the library");
    }

    @Test
    void backupThatKeepsEveryLimitIsNotRefused() {
        Limits limits = new Limits(
                seconds(5),
                Optional.of(Level.CRASH),
                true,
                Optional.of(2),
                Optional.empty(),
                Optional.of(Profile.NAMESPACE),
                List.of("m*"),
                Set.of(TemplateOrigin.REQUEST),
                Restoring.REFUSED);
        BackupFacts facts = new BackupFacts(
                "shop", Profile.NAMESPACE, Level.CRASH, List.of("data"), Optional.empty(), List.of(OWN));

        assertThat(policy(rule("loose", List.of(), limits)).refusals(facts)).isEmpty();
    }

    @Test
    void intervalEndsToTheInstant() {
        Interval hourly = new Interval(Duration.ofHours(1), rule("hourly", List.of(), Limits.NONE));
        Instant last = Instant.parse("2026-01-02T03:00:00Z");

        assertThat(hourly.refusal(last, last.plusSeconds(3599)))
                .hasValueSatisfying(refusal -> assertThat(refusal)
                        .contains("rule 'hourly'", "3600 s", "the next may at 2026-01-02T04:00:00Z"));
        assertThat(hourly.refusal(last, last.plusSeconds(3600))).isEmpty();
    }

    @Test
    void limitThatNobodyCouldKeepIsNone() {
        assertThatThrownBy(() -> limits(Optional.of(Duration.ZERO), Optional.empty(), Optional.empty()))
                .hasMessageContaining("longest freeze must be at least 1 s");
        assertThatThrownBy(() -> limits(Optional.empty(), Optional.of(0), Optional.empty()))
                .hasMessageContaining("at least 1, not 0");
        assertThatThrownBy(() -> limits(Optional.empty(), Optional.empty(), Optional.of(Duration.ZERO)))
                .hasMessageContaining("more than zero");
    }

    @Test
    void rulesAreToldInWords() {
        Limits limits = new Limits(
                seconds(5),
                Optional.of(Level.APPLICATION),
                true,
                Optional.of(2),
                Optional.of(Duration.ofMinutes(10)),
                Optional.of(Profile.CLUSTER),
                List.of("mysql"),
                Set.of(TemplateOrigin.BUILT_IN),
                Restoring.REFUSED);

        assertThat(policy(rule("prod", List.of("shop"), limits)).lines("shop"))
                .containsExactly("rule 'prod': writes blocked for at most 5 s; at least application-consistent; several"
                        + " volumes by one group snapshot; at least 2 sets kept; a backup every 600 s at most; cluster"
                        + " profile; templates mysql; templates built in; no restores");
        assertThat(policy(rule("prod", List.of("shop"), limits)).lines("lab")).isEmpty();
    }

    private static Limits limits(
            final Optional<Duration> freeze, final Optional<Integer> kept, final Optional<Duration> interval) {
        return new Limits(
                freeze,
                Optional.empty(),
                false,
                kept,
                interval,
                Optional.empty(),
                List.of(),
                Set.of(),
                Restoring.ALLOWED);
    }

    private static Optional<Duration> seconds(final long count) {
        return Optional.of(Duration.ofSeconds(count));
    }

    private static Rule rule(final String name, final List<String> namespaces, final Limits limits) {
        return new Rule(name, new Scope(List.of(), List.of(), namespaces), limits);
    }

    private static PlacePolicy policy(final Rule... rules) {
        return new Policy(List.of(rules)).at(new Place(Optional.of("prod"), "team-a/deploy"));
    }
}
