package io.jenkins.plugins.consistentbackup.backup;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.embedded.ClusterOptions;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.policy.Limits;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.policy.Restoring;
import io.jenkins.plugins.consistentbackup.policy.Rule;
import io.jenkins.plugins.consistentbackup.policy.Scope;
import io.jenkins.plugins.consistentbackup.restore.Kept;
import io.jenkins.plugins.consistentbackup.restore.RestorePlan;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;
import io.jenkins.plugins.consistentbackup.restore.RestoreState;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.restore.UndoRequest;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operators' rules for restores, copies and undos. */
class RestoreRulesOnClusterTest {
    private static ShopCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new ShopCluster(ClusterOptions.defaults(), TemplateLibrary.builtIn());
        for (String namespace : List.of("fixed", "full", "copied")) {
            cluster.namespace(namespace);
            cluster.files(namespace, "files");
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void restoreIsRefusedOrWantsApproval() throws Exception {
        backUp("fixed");
        RestoreRequest request = RestoreRequest.inPlace("fixed", RestoreRequest.NEWEST, "tester");
        Restorer restorer = cluster.restorer(cluster.admin());

        RestorePlan refused = await(
                restorer.under(OperatorRules.restoring(Restoring.REFUSED), true).plan(request));
        RestorePlan waiting = await(restorer.under(OperatorRules.restoring(Restoring.WITH_APPROVAL), false)
                .plan(request));
        RestorePlan approved = await(restorer.under(OperatorRules.restoring(Restoring.WITH_APPROVAL), true)
                .plan(request));

        assertThat(List.of(refused.lines(), waiting.lines(), approved.lines()))
                .satisfiesExactly(
                        lines -> assertThat(lines).contains("  rule 'ops': no restores"),
                        lines -> assertThat(lines).contains("  rule 'ops': restores with approval"),
                        lines -> assertThat(lines).contains("  rule 'ops': restores with approval"));
        assertThatThrownBy(refused::begin)
                .hasMessage("rule 'ops' of the operators: nothing is put back in namespace fixed from here");
        assertThatThrownBy(waiting::begin).hasMessageEndingWith("from here without approval");
        assertThat(approved.possible()).isTrue();
        assertThat(restorer.under(OperatorRules.restoring(Restoring.WITH_APPROVAL), true)
                        .wantsApproval(approved))
                .hasValueSatisfying(rule -> assertThat(rule.name()).isEqualTo("ops"));
        assertThat(restorer.wantsApproval(approved)).isEmpty();
        assertThat(await(restorer.plan(request)).bringsTheSameAs(approved)).isTrue();
        backUp("fixed");
        assertThat(await(restorer.plan(request)).bringsTheSameAs(approved)).isFalse();
    }

    @Test
    void restoreThatWouldKeepMoreThanItsQuotaIsRefusedAndAnUndoIsNot() throws Exception {
        backUp("full");
        Restorer free = cluster.restorer(cluster.admin());
        Restorer restorer =
                free.under(OperatorRules.policy(Limits.builder().keptQuota(1).build()), false);
        RestoreRequest request = RestoreRequest.inPlace("full", RestoreRequest.NEWEST, "tester");
        RestoreState waiting = await(restorer.plan(request)).begin();

        run(restorer, await(restorer.plan(request)).begin());

        String why =
                "rule 'ops' of the operators: at most 1 replaced volumes and snapshots are kept of namespace full; 1"
                        + " are there, and this would keep 1 more. Remove what is not needed: consistent-backup kept -n full";
        RestorePlan refused = await(restorer.plan(request));
        assertThat(refused.problems()).singleElement().asString().startsWith(why);
        assertThat(refused.lines()).contains("  rule 'ops': at most 1 replaced volumes or snapshots kept");
        assertThatThrownBy(() -> run(restorer, waiting)).as("planned before").hasMessageContaining(why);
        run(
                restorer,
                await(restorer.plan(UndoRequest.of("full", UndoRequest.LATEST, "tester")))
                        .begin());
        List<Kept.Item> kept = await(free.kept().list("full"));
        assertThat(kept).filteredOn(item -> !item.inUse()).hasSize(1);
        for (Kept.Item item : kept) {
            if (!item.inUse()) {
                await(free.kept().remove(item, true));
            }
        }
        assertThat(await(restorer.plan(request)).possible()).isTrue();
    }

    @Test
    void copyIsJudgedByTheRulesOfBothNamespaces() throws Exception {
        backUp("copied");
        cluster.namespace("play");
        Limits limits =
                Limits.builder().templateSources(Set.of(TemplateOrigin.LIBRARY)).build();
        RestoreRequest request = RestoreRequest.clone("copied", RestoreRequest.NEWEST, "play", "tester");

        for (String namespace : List.of("copied", "play")) {
            Scope scope = new Scope(List.of(), List.of(), List.of(namespace));
            PlacePolicy policy = new PlacePolicy("", List.of(new Rule("ops", scope, limits)));
            assertThat(await(cluster.restorer(cluster.admin())
                                    .under(() -> policy, true)
                                    .plan(request))
                            .problems())
                    .as("rule of namespace " + namespace)
                    .singleElement()
                    .asString()
                    .startsWith("rule 'ops' of the operators: play/files-0 (main) would be handled by template files,"
                            + " which is built in");
        }
    }

    private static void run(final Restorer restorer, final RestoreState state) throws Exception {
        await(restorer.run(state, Journal.none(), line -> {}).start().result());
    }

    private static void backUp(final String namespace) throws Exception {
        BackupRequest request =
                BackupRequest.in(namespace).withTemplate("files").withMinimumLevel(Level.NONE);
        await(cluster.backups().start(request, Journal.none(), line -> {}).result());
    }
}
