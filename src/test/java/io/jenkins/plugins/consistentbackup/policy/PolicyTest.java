package io.jenkins.plugins.consistentbackup.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final Limits STRICT = Limits.builder()
            .leastLevel(Level.APPLICATION)
            .groupSnapshot(true)
            .leastKept(5)
            .profile(Profile.CLUSTER)
            .templates(List.of("postgresql*"))
            .templateSources(Set.of(TemplateOrigin.BUILT_IN, TemplateOrigin.LIBRARY))
            .build();

    @Test
    void strictestOfAllRulesThatApplyCounts() {
        PlacePolicy policy = policy(
                rule(
                        "all",
                        List.of(),
                        Limits.builder()
                                .longestFreeze(Duration.ofSeconds(10))
                                .leastKept(3)
                                .restoring(Restoring.WITH_APPROVAL)
                                .build()),
                rule(
                        "prod",
                        List.of("shop"),
                        Limits.builder()
                                .longestFreeze(Duration.ofSeconds(4))
                                .leastKept(7)
                                .build()));

        assertThat(policy.longestFreeze("shop").orElseThrow().value()).hasSeconds(4);
        assertThat(policy.longestFreeze("lab").orElseThrow().value()).hasSeconds(10);
        assertThat(policy.leastKept("shop").orElseThrow().rule().name()).isEqualTo("prod");
        assertThat(policy.restoring("shop").orElseThrow().value()).isEqualTo(Restoring.WITH_APPROVAL);
        assertThat(PlacePolicy.NONE.restoring("shop")).isEmpty();
    }

    @Test
    void everyBrokenLimitIsRefusedByTheNameOfItsRule() {
        PlacePolicy production = policy(rule("production", List.of("sh*"), STRICT));
        TemplateUse files = new TemplateUse("shop/web-0 (web)", "debian:12", "files", TemplateOrigin.BUILT_IN);

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
                .contains(
                        "shop/web-0 (web) (image debian:12) would be handled by template files; allowed are postgresql*")
                .contains(
                        "shop/db-0 (db) (image registry.example/postgres:18) would be handled by template mine, which is"
                                + " of the workspace; allowed are templates built in or of the library: have an operator add it");
        assertThat(String.join("\n", planned))
                .contains("the set could only be filesystem-consistent, and the least level is application: shop/web-0"
                        + " (web) (image debian:12) would be handled by template files")
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
                            + " would be handled by template postgresql-evil, which no operator answers for")
                    .endsWith("allowed are " + pattern + ": use one of those, or have an operator add it to the hook"
                            + " templates of the global configuration");
        }
        TemplateUse added = new TemplateUse("shop/db-0 (db)", "postgres", "postgresql-ours", TemplateOrigin.LIBRARY);
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
        assertThat(refusals.stream()
                        .anyMatch(refusal -> refusal.contains("what a template that no operator answers for")))
                .isEqualTo(refused && stated.atLeast(least));
    }

    @Test
    void templateThatAnOperatorAnswersForIsBelieved() {
        TemplateUse held = new TemplateUse("shop/db-0 (db)", "postgres", "ours", TemplateOrigin.LIBRARY);
        BackupFacts facts =
                new BackupFacts("shop", List.of(new LevelFacts(held, Level.APPLICATION, Level.CRASH)), List.of());

        assertThat(policy(rule("worth", List.of(), least(Level.APPLICATION))).refusals(facts))
                .isEmpty();
    }

    @Test
    void backupThatKeepsEveryLimitIsNotRefused() {
        Limits limits = Limits.builder()
                .longestFreeze(Duration.ofSeconds(5))
                .leastLevel(Level.CRASH)
                .groupSnapshot(true)
                .leastKept(2)
                .profile(Profile.NAMESPACE)
                .templateSources(Set.of(TemplateOrigin.WORKSPACE))
                .restoring(Restoring.REFUSED)
                .build();
        PlacePolicy loose = policy(rule("loose", List.of(), limits));
        BackupFacts facts =
                new BackupFacts("shop", List.of(new LevelFacts(own("mine"), Level.CRASH, Level.CRASH)), List.of());

        assertThat(loose.refusals(intent(own("mine")))).isEmpty();
        assertThat(loose.refusals(facts)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "BUILT_IN, postgresql, true",
        "LIBRARY, postgresql-ours, true",
        "LIBRARY, ours, false",
        "NAMESPACE, postgresql-evil, false",
        "WORKSPACE, postgresql-evil, false",
    })
    void templatesOfARestoreAreJudgedLikeThoseOfABackup(
            final TemplateOrigin origin, final String name, final boolean allowed) {
        PlacePolicy policy = policy(rule("names", List.of(), templates("postgresql*")));
        TemplateUse use = new TemplateUse("shop/db-0 (db)", "", name, origin);

        assertThat(policy.refusals("shop", List.of(use))).hasSize(allowed ? 0 : 1);
        assertThat(policy.refusals(intent(use))).isEqualTo(policy.refusals("shop", List.of(use)));
    }

    @ParameterizedTest
    @CsvSource({
        "BUILT_IN, true",
        "LIBRARY, false",
        "NAMESPACE, true",
        "WORKSPACE, false",
    })
    void sourcesOfTemplatesAreASet(final TemplateOrigin origin, final boolean allowed) {
        Limits limits = Limits.builder()
                .templateSources(Set.of(TemplateOrigin.BUILT_IN, TemplateOrigin.NAMESPACE))
                .build();

        List<String> refusals = policy(rule("sources", List.of(), limits))
                .refusals("shop", List.of(new TemplateUse("shop/db-0 (db)", "", "postgresql", origin)));

        assertThat(refusals).hasSize(allowed ? 0 : 1);
        assertThat(refusals)
                .allMatch(refusal -> refusal.contains(
                        "which is " + origin + "; allowed are templates built in or of the namespace"));
    }

    private static TemplateUse own(final String template) {
        return new TemplateUse("shop/db-0 (db)", "registry.example/postgres:18", template, TemplateOrigin.WORKSPACE);
    }

    private static BackupIntent intent(final TemplateUse held) {
        return new BackupIntent("shop", Profile.NAMESPACE, Optional.empty(), List.of(held));
    }

    private static Limits templates(final String pattern) {
        return Limits.builder().templates(List.of(pattern)).build();
    }

    private static Limits least(final Level level) {
        return Limits.builder().leastLevel(level).build();
    }

    private static Rule rule(final String name, final List<String> namespaces, final Limits limits) {
        return new Rule(name, new Scope(List.of(), List.of(), namespaces), limits);
    }

    private static PlacePolicy policy(final Rule... rules) {
        return new Policy(List.of(rules)).at(new Place(Optional.of("prod"), "team-a/deploy"));
    }
}
