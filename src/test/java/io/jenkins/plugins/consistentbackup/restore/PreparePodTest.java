package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a prepare pod looks like. */
class PreparePodTest {
    /**
     * Kubernetes puts a variable's value in the place of {@code $(NAME)}, unless the dollar is doubled
     * (https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/).
     */
    @Test
    void parameterIsNoReferenceToAnotherVariable() {
        try (Shop shop = new Shop("now", false)) {
            RestoreState state =
                    RestorerTest.plan(shop, shop.restore(Profile.CLUSTER)).begin();
            RestoredPod target = state.pods.get(0);
            target.parameters.put("WORD", "$(PASSWORD) for $5");

            Pod pod = PreparePod.pod(
                    state,
                    target,
                    "echo $(PASSWORD) $$",
                    new Workload(Workload.STATEFUL_SET, shop.workload()),
                    Set.of("data-db-0", "data-db-1"),
                    List.of(),
                    PreparePod.inputs(state, target, List.of()));

            assertThat(pod.getSpec().getContainers().get(0).getEnv())
                    .filteredOn(variable -> variable.getName().equals("WORD"))
                    .extracting(EnvVar::getValue)
                    .containsExactly("$$(PASSWORD) for $$5");
            assertThat(pod.getSpec().getContainers().get(0).getEnv())
                    .filteredOn(variable -> variable.getName().equals("CONSISTENT_BACKUP_SCRIPT"))
                    .extracting(EnvVar::getValue)
                    .containsExactly("echo $$(PASSWORD) $$$$");
        }
    }
}
