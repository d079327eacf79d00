package io.jenkins.plugins.consistentbackup.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a rule asks for, by itself and in words. */
class LimitsTest {
    @Test
    void limitThatNobodyCouldKeepIsNone() {
        assertThatThrownBy(() -> Limits.builder().longestFreeze(Duration.ZERO).build())
                .hasMessageContaining("longest freeze must be at least 1 s");
        assertThatThrownBy(() -> Limits.builder().leastKept(0).build()).hasMessageContaining("at least 1, not 0");
        assertThatThrownBy(() -> Limits.builder().leastInterval(Duration.ZERO).build())
                .hasMessageContaining("more than zero");
        assertThatThrownBy(() -> Limits.builder().keptQuota(0).build()).hasMessageContaining("at least 1, not 0");
    }

    @Test
    void rulesAreToldInWords() {
        Limits limits = Limits.builder()
                .longestFreeze(Duration.ofSeconds(5))
                .leastLevel(Level.APPLICATION)
                .groupSnapshot(true)
                .leastKept(2)
                .leastInterval(Duration.ofMinutes(10))
                .profile(Profile.CLUSTER)
                .templates(List.of("mysql"))
                .templateSources(Set.of(TemplateOrigin.BUILT_IN))
                .restoring(Restoring.REFUSED)
                .onlyFolders(List.of("team-a", "ops"))
                .keptQuota(4)
                .build();

        Scope scope = new Scope(List.of(), List.of(), List.of("shop"));
        PlacePolicy policy = new PlacePolicy("", List.of(new Rule("prod", scope, limits)));

        assertThat(policy.lines("shop"))
                .containsExactly("rule 'prod': only jobs of team-a, ops; writes blocked for at most 5 s; at least"
                        + " application-consistent; several volumes by one group snapshot; at least 2 sets"
                        + " kept; a backup every 600 s at most; cluster profile; templates mysql; templates"
                        + " built in; no restores; at most 4 replaced volumes or snapshots kept");
        assertThat(policy.lines("lab")).isEmpty();
    }

    @Test
    void intervalEndsToTheInstant() {
        Interval hourly = new Interval(Duration.ofHours(1), new Rule("hourly", Scope.ALL, Limits.NONE));
        Instant last = Instant.parse("2026-01-02T03:00:00Z");

        assertThat(hourly.refusal(last, last.plusSeconds(3599)))
                .hasValueSatisfying(refusal -> assertThat(refusal)
                        .contains("rule 'hourly'", "3600 s", "the next may at 2026-01-02T04:00:00Z"));
        assertThat(hourly.refusal(last, last.plusSeconds(3600))).isEmpty();
    }
}
