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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final Limits STRICT = new Limits(
            Optional.empty(),
            Optional.of(Level.APPLICATION),
            true,
            Optional.of(5),
            Optional.empty(),
            Optional.of(Profile.CLUSTER),
            List.of("postgresql*"),
            Set.of(TemplateOrigin.BUILT_IN, TemplateOrigin.LIBRARY),
            Restoring.ALLOWED);

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
        PlacePolicy production = policy(rule("production", List.of("sh*"), STRICT));
        HeldFacts files = new HeldFacts("shop/web-0 (web)", "debian:12", "files", TemplateOrigin.BUILT_IN);

        List<String> outset = production.refusals(
                new BackupIntent("shop", Profile.NAMESPACE, Optional.of(2), List.of(files, own("mine"))));
        List<String> planned = production.refusals(new BackupFacts(
                "shop", List.of(new LevelFacts(files, Level.FILESYSTEM, Level.CRASH)), List.of("data", "wal")));

        assertThat(outset).hasSize(5);
        assertThat(planned).hasSize(2);
        assertThat(Stream.concat(outset.stream(), planned.stream()))
                .allMatch(refusal -> refusal.startsWith("rule 'production' of the operators: "));
        assertThat(String.join("\n", outset))
                .contains("cluster profile is required")
                .contains("ask for keep: 5 or more")
                .contains("shop/web-0 (web) (image debian:12) would be held by template files; allowed are postgresql*")
                .contains("shop/db-0 (db) (image registry.example/postgres:18) would be held by template mine, which is"
                        + " brought along; allowed are templates built in or of the library: have an operator add it");
        assertThat(String.join("\n", planned))
                .contains("the set could only be filesystem-consistent, and the least level is application: shop/web-0"
                        + " (web) (image debian:12) would be held by template files")
                .contains("one group snapshot, and data, wal could not be")
                .doesNotContain("does not count");
    }

    @Test
    void nameThatAJobGaveItsOwnTemplateMeetsNoPattern() {
        for (String pattern : List.of("postgresql*", "postgresql-evil", "*")) {
            PlacePolicy policy = policy(rule("names", List.of(), templates(pattern)));

            assertThat(policy.refusals(intent(own("postgresql-evil"))))
                    .singleElement()
                    .asString()
                    .startsWith("rule 'names' of the operators: shop/db-0 (db) (image registry.example/postgres:18)"
                            + " would be held by template postgresql-evil, which the job itself has named so")
                    .endsWith("allowed are " + pattern + ": use one of those, or have an operator add it to the hook"
                            + " templates of the global configuration");
        }
        HeldFacts added = new HeldFacts("shop/db-0 (db)", "postgres", "postgresql-ours", TemplateOrigin.LIBRARY);
        assertThat(policy(rule("names", List.of(), templates("postgresql*"))).refusals(intent(added)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "APPLICATION, APPLICATION, CRASH, true",
        "FILESYSTEM, APPLICATION, CRASH, true",
        "CRASH, APPLICATION, CRASH, false",
        "CRASH, APPLICATION, NONE, true",
        "CRASH, NONE, CRASH, true",
        "NONE, NONE, CRASH, false",
    })
    void templateOfAJobsOwnMakesNoCopyBetter(
            final Level least, final Level stated, final Level unaided, final boolean refused) {
        BackupFacts facts =
                new BackupFacts("shop", List.of(new LevelFacts(own("postgresql-evil"), stated, unaided)), List.of());

        List<String> refusals = policy(rule("worth", List.of(), least(least))).refusals(facts);

        assertThat(refusals).hasSize(refused ? 1 : 0);
        assertThat(refusals).allMatch(refusal -> refusal.startsWith("rule 'worth' of the operators: "));
        assertThat(refusals.stream().anyMatch(refusal -> refusal.contains("what a template that the job brings along")))
                .isEqualTo(refused && stated.atLeast(least));
    }

    @Test
    void templateThatAnOperatorAnswersForIsBelieved() {
        HeldFacts held = new HeldFacts("shop/db-0 (db)", "postgres", "ours", TemplateOrigin.LIBRARY);
        BackupFacts facts =
                new BackupFacts("shop", List.of(new LevelFacts(held, Level.APPLICATION, Level.CRASH)), List.of());

        assertThat(policy(rule("worth", List.of(), least(Level.APPLICATION))).refusals(facts))
                .isEmpty();
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
                List.of(),
                Set.of(TemplateOrigin.REQUEST),
                Restoring.REFUSED);
        PlacePolicy loose = policy(rule("loose", List.of(), limits));
        BackupFacts facts =
                new BackupFacts("shop", List.of(new LevelFacts(own("mine"), Level.CRASH, Level.CRASH)), List.of());

        assertThat(loose.refusals(intent(own("mine")))).isEmpty();
        assertThat(loose.refusals(facts)).isEmpty();
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

    private static HeldFacts own(final String template) {
        return new HeldFacts("shop/db-0 (db)", "registry.example/postgres:18", template, TemplateOrigin.REQUEST);
    }

    private static BackupIntent intent(final HeldFacts held) {
        return new BackupIntent("shop", Profile.NAMESPACE, Optional.empty(), List.of(held));
    }

    private static Limits templates(final String pattern) {
        return new Limits(
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(pattern),
                Set.of(),
                Restoring.ALLOWED);
    }

    private static Limits least(final Level level) {
        return new Limits(
                Optional.empty(),
                Optional.of(level),
                false,
                Optional.empty(),
                Optional.empty(),
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
