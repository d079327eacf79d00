package io.jenkins.plugins.consistentbackup.backup;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.embedded.ClusterOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.RequestLog;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.policy.Limits;
import io.jenkins.plugins.consistentbackup.restore.RestorePlan;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.restore.UndoRequest;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hook templates that a namespace keeps in a ConfigMap. */
class NamespaceTemplatesTest {
    private static final String MAP = "hook-templates";
    private static final String QUESTION = "get pods/exec";

    /** Shows in the volume whether it is held, and when it was prepared and checked. */
    private static final String NOTES = """
        name: notes
        title: Notes of a team
        description: Files that one team writes.
        fits:
          images: [nothing]
          volumes: one
          selectedByName: true
        hold:
          family: state
          blocksWrites: true
          acquire: echo $CB_HOLD > /data/held
          prove: echo held
          release: rm -f /data/held
        writable: test ! -e /data/held
        restore:
          prepare: rm -f /data/held && echo prepared > /data/prepared
          check: test -e /data/prepared && echo checked > /data/checked
        levels:
          one: {atomic: application, torn: none}
          several: {atomic: none, torn: none}
          group: {atomic: application, torn: none}
        """;

    private static ShopCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new ShopCluster(ClusterOptions.defaults(), TemplateLibrary.builtIn());
        for (String namespace : List.of("whole", "undone", "gone", "wrong", "ruled")) {
            cluster.namespace(namespace);
            cluster.files(namespace, "notes");
            offer(namespace, MAP, Map.of("notes.yaml", NOTES));
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void setIsHeldPreparedAndCheckedByATemplateOfItsNamespaceThatIsNamed() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        await(cluster.backups().start(notes("whole"), Journal.none(), log::add).result());
        assertThat(log).anyMatch(line -> line.contains("notes-0 (main) by template notes of the namespace"));
        assertThat(cluster.run("whole", "notes-0", "ls /data").lines()).isEmpty();
        Restorer restorer = cluster.restorer(cluster.admin());
        RestoreRequest request = RestoreRequest.inPlace("whole", RestoreRequest.NEWEST, "tester");

        assertThat(await(restorer.plan(request)).problems())
                .singleElement()
                .asString()
                .startsWith("pod notes-0 cannot be prepared or checked: there is no template notes");
        RestorePlan plan = await(restorer.plan(request.withTemplateConfigMap(Optional.of(MAP))));
        await(restorer.run(plan.begin(), Journal.none(), line -> {}).start().result());

        assertThat(cluster.run("whole", "notes-0", "ls /data").lines()).contains("prepared", "checked");
        assertThat(await(cluster.admin().list(Kind.CONFIG_MAPS, "whole", Map.of(Labels.ROLE, Labels.ROLE_RESTORE))))
                .as("records that others may write say nothing that runs in containers")
                .hasSize(1)
                .allMatch(record -> !record.getData().toString().contains("/data/checked"));

        putIntoRecord("whole", "echo undone > /data/checked");
        RestorePlan undo = await(restorer.plan(UndoRequest.of("whole", UndoRequest.LATEST, "tester")));
        assertThat(undo.possible()).isTrue();
        await(restorer.run(undo.begin(), Journal.none(), line -> {}).start().result());
        assertThat(cluster.run("whole", "notes-0", "ls /data").lines()).doesNotContain("prepared", "checked");
    }

    @Test
    void undoThatHasNoTemplateGoesByReadiness() throws Exception {
        await(cluster.backups()
                .start(notes("undone"), Journal.none(), line -> {})
                .result());
        Restorer restorer = cluster.restorer(cluster.admin());
        RestorePlan plan = await(restorer.plan(RestoreRequest.inPlace("undone", RestoreRequest.NEWEST, "tester")
                .withTemplateConfigMap(Optional.of(MAP))));
        assertThat(plan.steps()).contains("check notes-0 (main) by template notes of the namespace");
        await(restorer.run(plan.begin(), Journal.none(), line -> {}).start().result());

        RestorePlan undo = await(restorer.plan(UndoRequest.of("undone", UndoRequest.LATEST, "tester")));

        assertThat(undo.warnings())
                .anyMatch(
                        warning -> warning.startsWith("template notes of then is not in the library, or was changed"));
        await(restorer.run(undo.begin(), Journal.none(), line -> {}).start().result());
        assertThat(cluster.run("undone", "notes-0", "ls /data").lines()).doesNotContain("prepared", "checked");
    }

    /** Whoever may write in the namespace makes the record of its restore name a script of his own. */
    private static void putIntoRecord(final String namespace, final String check) throws Exception {
        ConfigMap record = await(
                        cluster.admin().list(Kind.CONFIG_MAPS, namespace, Map.of(Labels.ROLE, Labels.ROLE_RESTORE)))
                .get(0);
        ObjectMapper json = new ObjectMapper();
        ObjectNode state = (ObjectNode) json.readTree(record.getData().get("state.json"));
        ((ObjectNode) state.at("/pods/0"))
                .put("template", "files")
                .put("namespaceText", NOTES.replaceFirst("check: .*", "check: " + check));
        ObjectNode patch = json.createObjectNode();
        patch.withObject("/data").put("state.json", state.toString());
        await(cluster.admin()
                .patch(Kind.CONFIG_MAPS, namespace, record.getMetadata().getName(), patch));
    }

    @Test
    void backupThatDiedIsReleasedByTheTemplateThatHeldItWhateverTheNamespaceSaysByThen() throws Exception {
        var connection = cluster.connect(cluster.embedded().kubeconfig());
        DyingProcess process = new DyingProcess("cut", connection);
        cluster.backups(connection).start(notes("gone"), process, line -> {});
        BackupState state = await(process.died());
        await(cluster.admin().delete(Kind.CONFIG_MAPS, "gone", MAP, null));

        assertThatThrownBy(() -> await(cluster.backups()
                        .resume(state, Journal.none(), line -> {})
                        .result()))
                .hasMessageContaining("ended in phase cut")
                .hasMessageNotContaining("cleaning up failed");

        assertThat(cluster.run("gone", "notes-0", "ls /data").lines()).isEmpty();
        assertThat(cluster.snapshots("gone")).isEmpty();
    }

    @Test
    void whatCannotBeUsedIsRefusedBeforeAScriptRuns() throws Exception {
        Map<String, String> many = new TreeMap<>();
        for (int i = 0; i < 33; i++) {
            many.put("t" + i, NOTES.replace("name: notes", "name: notes-" + i));
        }
        offer("wrong", "empty", Map.of());
        offer("wrong", "many", many);
        offer("wrong", "taken", Map.of("files.yaml", NOTES.replace("name: notes", "name: files")));
        offer("wrong", "unsafe", Map.of("notes.yaml", NOTES.replace("prove: echo held", "prove: fsfreeze -f /data")));
        offer("wrong", "bomb", Map.of("a", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"));

        assertRefused("missing", "there is no ConfigMap missing in namespace wrong");
        assertRefused("empty", "ConfigMap empty in namespace wrong has 0 values");
        assertRefused("many", "ConfigMap many in namespace wrong has 33 values", "1 to 32");
        assertRefused("taken", "there is already a template files");
        assertRefused("unsafe", "ConfigMap unsafe in namespace wrong, notes.yaml", "filesystem-freeze");
        assertRefused("bomb", "ConfigMap bomb in namespace wrong, a");
        assertThatThrownBy(() -> await(cluster.backups()
                        .plan(BackupRequest.in("wrong").withTemplate("notes").withMinimumLevel(Level.NONE))))
                .as("a ConfigMap that is not named")
                .hasMessageContaining("there is no template notes");
    }

    @Test
    void operatorsCanRefuseThemForBackupsAndRestores() throws Exception {
        await(cluster.backups()
                .start(notes("ruled"), Journal.none(), line -> {})
                .result());
        Limits vouched = Limits.builder()
                .templateSources(Set.of(TemplateOrigin.BUILT_IN, TemplateOrigin.LIBRARY))
                .build();
        Limits named = Limits.builder().templates(List.of("*")).build();
        Limits level = Limits.builder().leastLevel(Level.FILESYSTEM).build();
        RequestLog requests = cluster.embedded().requests();
        long before = requests.total();

        assertThatThrownBy(() -> plan(vouched))
                .hasMessageContaining("rule 'ops' of the operators: ruled/notes-0 (main) (image debian:12) would be"
                        + " handled by template notes, which is of the namespace; allowed are templates built in or of"
                        + " the library");
        assertThatThrownBy(() -> plan(named)).hasMessageContaining("template notes, which no operator answers for");
        assertThat(restorePlan(vouched).problems())
                .singleElement()
                .asString()
                .startsWith("rule 'ops' of the operators: ruled/notes-0 (main) would be handled by template notes,"
                        + " which is of the namespace");
        assertThat(restorePlan(named).problems())
                .singleElement()
                .asString()
                .contains("template notes, which no operator answers for");
        assertThat(restorePlan(level).possible()).isTrue();
        assertThat(requests.touched("ruled", before)).isEmpty();
        assertThatThrownBy(() -> plan(level))
                .hasMessageContaining("what a template that no operator answers for says of its level does not count");
        assertThat(requests.touched("ruled", before)).containsOnly(QUESTION);
    }

    @Test
    void restoreThatNamesWhatIsNotThereIsRefusedByItsPlan() throws Exception {
        await(cluster.backups()
                .start(notes("wrong"), Journal.none(), line -> {})
                .result());
        RestoreRequest request = RestoreRequest.inPlace("wrong", RestoreRequest.NEWEST, "tester");

        assertThat(await(cluster.restorer(cluster.admin()).plan(request.withTemplateConfigMap(Optional.of("missing"))))
                        .problems())
                .anyMatch(problem -> problem.startsWith("there is no ConfigMap missing in namespace wrong"));
        assertThatThrownBy(() -> request.withTemplateConfigMap(Optional.of("..")))
                .hasMessageContaining("'..' is not a name of a ConfigMap");
        assertThatThrownBy(() -> notes("ruled").withTemplateConfigMap("a/b"))
                .hasMessageContaining("'a/b' is not a name of a ConfigMap");
    }

    private static BackupPlan plan(final Limits limits) throws Exception {
        return await(cluster.backups().under(OperatorRules.policy(limits)).plan(notes("ruled")));
    }

    private static RestorePlan restorePlan(final Limits limits) throws Exception {
        return await(cluster.restorer(cluster.admin())
                .under(OperatorRules.policy(limits), true)
                .plan(RestoreRequest.inPlace("ruled", RestoreRequest.NEWEST, "tester")
                        .withTemplateConfigMap(Optional.of(MAP))));
    }

    private static void assertRefused(final String map, final String... why) {
        RequestLog requests = cluster.embedded().requests();
        long before = requests.total();

        assertThatThrownBy(() -> await(cluster.backups().plan(notes("wrong").withTemplateConfigMap(map))), map)
                .message()
                .contains(why);
        assertThat(requests.touched("wrong", before)).isEmpty();
    }

    private static BackupRequest notes(final String namespace) {
        return BackupRequest.in(namespace).withTemplate("notes").withTemplateConfigMap(MAP);
    }

    private static void offer(final String namespace, final String name, final Map<String, String> templates)
            throws Exception {
        ConfigMap map = new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withData(templates)
                .build();
        await(cluster.admin().create(Kind.CONFIG_MAPS, map));
    }
}
