package io.jenkins.plugins.consistentbackup.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where rules apply, and who may touch what. */
class ScopeTest {
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

    @ParameterizedTest
    @CsvSource({
        "team-a/deploy, shop, true",
        "team-a/apps/deploy, shop, true",
        "team-ab/deploy, shop, false",
        "deploy, shop, false",
        "'', shop, false",
        "team-a, shop, false",
        "x-prod, shop, false",
        "team-b/repo/x-prod, shop, false",
        "team-b/apps-prod/deploy, shop, false",
        "x-prod/deploy, shop, true",
        "team-b/deploy, lab, true",
    })
    void namespaceIsOpenToJobsOfItsFoldersAlone(final String item, final String namespace, final boolean open) {
        Rule rule = new Rule(
                "teams",
                new Scope(List.of(), List.of(), List.of("shop")),
                Limits.builder().onlyFolders(List.of("team-a", "*-prod")).build());
        PlacePolicy policy = new Policy(List.of(rule)).at(new Place(Optional.of("prod"), item));

        assertThat(policy.closed(namespace))
                .isEqualTo(
                        open
                                ? Optional.empty()
                                : Optional.of("rule 'teams' of the operators: namespace shop is open to jobs of team-a,"
                                        + " *-prod alone"));
        assertThat(policy.refusals(new BackupIntent(namespace, Profile.CLUSTER, Optional.empty(), List.of())))
                .hasSize(open ? 0 : 1);
    }
}
