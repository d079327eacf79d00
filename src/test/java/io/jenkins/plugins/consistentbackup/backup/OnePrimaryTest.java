package io.jenkins.plugins.consistentbackup.backup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.template.HoldRecipe;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnePrimaryTest {
    private static final String SET = "statefulset/db";

    @Test
    void twoPrimariesOfOneWorkloadAreNamed() {
        assertThatThrownBy(() -> OnePrimary.require(List.of(
                        database(SET, "db-0", "main", Role.PRIMARY),
                        database(SET, "db-1", "main", Role.PRIMARY),
                        database(SET, "db-2", "main", Role.REPLICA))))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("statefulset/db has 2 primaries by the role probe of template redis")
                .hasMessageContaining("shop/db-0 (main), shop/db-1 (main);")
                .hasMessageContaining("statefulset.kubernetes.io/pod-name=db-0");
    }

    @Test
    void everyWorkloadWithSeveralIsNamed() {
        assertThatThrownBy(() -> OnePrimary.require(List.of(
                        database(SET, "db-0", "main", Role.PRIMARY),
                        database(SET, "db-1", "main", Role.PRIMARY),
                        database("cluster/pg", "pg-1", "postgres", Role.PRIMARY),
                        database("cluster/pg", "pg-2", "postgres", Role.PRIMARY))))
                .hasMessageContaining("statefulset/db has 2 primaries")
                .hasMessageContaining("cluster/pg has 2 primaries");
    }

    @Test
    void onePrimaryEachIsAsItShouldBe() {
        assertThatCode(() -> OnePrimary.require(List.of(
                        database(SET, "db-0", "main", Role.PRIMARY),
                        database(SET, "db-1", "main", Role.REPLICA),
                        database(SET, "db-0", "cache", Role.PRIMARY),
                        database("statefulset/other", "other-0", "main", Role.PRIMARY))))
                .doesNotThrowAnyException();
    }

    @Test
    void templatesWithoutRolesAreNotMeant() {
        assertThatCode(() -> OnePrimary.require(
                        List.of(database(SET, "db-0", "main", Role.ONLY), database(SET, "db-1", "main", Role.ONLY))))
                .doesNotThrowAnyException();
    }

    private static PlannedDatabase database(
            final String workload, final String pod, final String container, final Role role) {
        return new PlannedDatabase(
                "h0",
                new ContainerRef("shop", pod, "uid", container),
                workload,
                "redis",
                "redis",
                "digest",
                "",
                HoldRecipe.Family.FLUSH,
                false,
                role,
                0,
                Map.of(),
                List.of(),
                Level.APPLICATION);
    }
}
