package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.backup.BackupRights;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import io.jenkins.plugins.consistentbackup.cluster.RoleText;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.store.DeleteOptions;
import io.jenkins.plugins.consistentbackup.embedded.storage.SnapshotFault;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each thing that users get wrong, or that a cluster does to them: one clear message, a status, and nothing half made. */
class BadInputTest {
    private static final String NAMESPACE = "bad";
    private static final SetId DEAD = SetId.of("bad-20260102-030405-x7k2");
    private static final String LIMITED = "limited";

    @TempDir
    private static Path folder;

    private static LiveShop shop;

    @BeforeAll
    static void open() throws Exception {
        shop = new LiveShop(folder);
        shop.files(NAMESPACE);
        shop.cluster().namespace("empty");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @AfterEach
    void heal() {
        shop.heal();
    }

    static List<Mistake> mistakes() {
        return List.of(
                Mistake.of("unknown namespace", "backup").in("shopp").says("there is no namespace shopp"),
                Mistake.of("namespace without pods", "backup").in("empty").says("namespace empty has no running pod"),
                Mistake.of("unknown workload", "backup --workload statefulset/nosuch")
                        .says("namespace bad has no running pod of statefulset/nosuch", "statefulset/web"),
                Mistake.of("malformed workload", "backup --workload db").says("workload 'db'", "statefulset/NAME"),
                Mistake.of("no pod matched", "backup -l app=nosuch").says("app=nosuch", "web-0"),
                Mistake.of("unknown template", "backup --template nosuch")
                        .says("there is no template nosuch", "mariadb"),
                Mistake.of("template for nothing", "backup -l app=web --template statefulset/nosuch=files")
                        .says("statefulset/nosuch"),
                Mistake.of("image without template", "backup -l app=web").says("bad/web-0", "debian:12", "name one"),
                Mistake.of("container without client", "backup -l app=web --template mariadb")
                        .says("bad/web-0", "mysql"),
                Mistake.of("level out of reach", "backup -l app=web --template files")
                        .says("application"),
                Mistake.of("unknown set", "restore bad-20260102-030405-none").says("no backup set", "list"),
                Mistake.of("malformed set", "restore Bad").says("\"Bad\" is not the id of a backup set"),
                Mistake.of("no set", "restore").in("empty").says("no usable backup set", "make a backup first"),
                Mistake.of("unknown set to show", "show bad-20260102-030405-none")
                        .says("no set", "list"),
                Mistake.of("unknown set to delete", "delete bad-20260102-030405-none")
                        .says("no set", "list"),
                Mistake.of("nothing to delete", "delete").says("--incomplete"),
                Mistake.of("nothing to undo", "undo").in("empty").says("empty"),
                Mistake.of("unknown kept thing", "kept nosuch").says("nosuch"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isNamedAndLeavesNothing(final Mistake mistake) throws Exception {
        mistake.mustBeNamed(shop, shop.kubeconfig());
    }

    @Test
    void podThatIsNotReadyIsNamed() throws Exception {
        shop.pod("unready", "slow", EmbeddedCluster.ATOMIC_CLASS, "readinessProbe: {exec: {command: ['false']}}");
        shop.embedded()
                .when(
                        ResourceType.POD,
                        "unready",
                        "slow",
                        pod -> pod.path("status").path("phase").asText().equals("Running"))
                .get(60, TimeUnit.SECONDS);
        Mistake.of("not ready", "backup --template files --level filesystem")
                .in("unready")
                .says("pod unready/slow is not ready", "wait until it is ready")
                .mustBeNamed(shop, shop.kubeconfig());
    }

    @Test
    void containerWithoutShellIsNamed() throws Exception {
        // What a node answers to an exec depends on the container's PATH alone.
        shop.pod("distroless", "bare", EmbeddedCluster.ATOMIC_CLASS, "env: [{name: PATH, value: /app}]");
        shop.cluster().awaitRunning("distroless", "bare");
        for (String command : List.of("plan", "backup")) {
            Mistake.of("no shell", command + " --template files --level filesystem")
                    .in("distroless")
                    .says("distroless/bare", "has no shell", "leave the pod out of the selection")
                    .mustBeNamed(shop, shop.kubeconfig());
        }
    }

    @Test
    void missingRightIsNamedWithTheRoleThatWouldFixIt() throws Exception {
        List<Right> rights = new ArrayList<>(BackupRights.inNamespace(NAMESPACE));
        rights.removeIf(right ->
                right.resource().equals("volumesnapshots") && right.verb().equals("create"));
        shop.embedded().applyYaml("""
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: limited, namespace: bad}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: limited, namespace: bad}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: limited}
            subjects: [{kind: ServiceAccount, name: limited, namespace: bad}]
            ---
            """ + RoleText.of(LIMITED, NAMESPACE, rights));
        Mistake.of("missing right", "backup -l app=web --template files")
                .ends(ExitCodes.NOT_ALLOWED)
                .says("create", "volumesnapshots", "kind: Role", "verbs: [\"create\"]")
                .mustBeNamed(shop, shop.kubeconfigFor(NAMESPACE, LIMITED));
        Mistake.of("missing rights", "restore")
                .ends(ExitCodes.NOT_ALLOWED)
                .says("kind: Role")
                .mustBeNamed(shop, shop.kubeconfigFor(NAMESPACE, LIMITED));
    }

    @Test
    void badTemplateFilesAreNamedWithTheirLine() throws Exception {
        Path malformed = Files.createDirectory(folder.resolve("malformed"));
        Files.writeString(malformed.resolve("mine.yaml"), "name: mine\nhold: [\n");
        Mistake.of("malformed template", "backup --templates " + malformed)
                .says("mine.yaml:")
                .mustBeNamed(shop, shop.kubeconfig());

        Path large = Files.createDirectory(folder.resolve("large"));
        Files.writeString(large.resolve("mine.yaml"), "#".repeat(300_000));
        Mistake.of("large template", "backup --templates " + large)
                .says("mine.yaml is too large for a template", "300000")
                .mustBeNamed(shop, shop.kubeconfig());

        Path wrong = Files.createDirectory(folder.resolve("wrong"));
        String good = new String(BackupRights.class
                .getResourceAsStream("/io/jenkins/plugins/consistentbackup/template/mariadb.yaml")
                .readAllBytes());
        Files.writeString(
                wrong.resolve("mine.yaml"),
                good.replace("name: mariadb", "name: mine")
                        .replace("    BACKUP STAGE END;\n    SET SESSION wait_timeout = DEFAULT;\n", "    ;\n")
                        .replace("--batch --raw --skip-column-names --execute", "--password=secret --batch --execute"));
        Mistake.of("wrong template", "backup --template mine --templates " + wrong)
                .says("mine.yaml:")
                .mustBeNamed(shop, shop.kubeconfig());
    }

    @Test
    void keysThatAreNoneAreNamedButNotShown() throws Exception {
        Path weak = Files.writeString(folder.resolve("weak"), "hunter2\n");
        Mistake.of("weak key", "backup --manifest-keys " + weak)
                .says("weak: key 1 for manifests has 7 characters", "openssl rand -hex 32")
                .mustBeNamed(shop, shop.kubeconfig());
        Mistake.of("no file of keys", "list --manifest-keys " + folder.resolve("none"))
                .says("cannot read the file of keys " + folder.resolve("none"))
                .mustBeNamed(shop, shop.kubeconfig());
    }

    @Test
    void snapshotErrorOfTheDriverIsSaidAndNothingStays() throws Exception {
        shop.embedded().driver(Storage.ATOMIC).settings().fail(SnapshotFault.refused("data-web-0", 1));
        Mistake.of("snapshot error", "backup -l app=web --template files --level filesystem")
                .ends(ExitCodes.FAILED)
                .says("data-web-0", "storage backend is busy")
                .mustBeNamed(shop, shop.kubeconfig());
    }

    @Test
    void driverWithoutSnapshotsIsNamed() throws Exception {
        shop.pod("nosnap", "web", EmbeddedCluster.TORN_CLASS, "");
        shop.embedded()
                .store()
                .delete(ResourceType.VOLUME_SNAPSHOT_CLASS, "", EmbeddedCluster.TORN_CLASS, DeleteOptions.DEFAULTS);
        shop.embedded()
                .when(ResourceType.POD, "nosnap", "web", pod -> pod.toString().contains("\"ready\":true"))
                .get(60, TimeUnit.SECONDS);
        Mistake.of("no snapshots", "backup --template files --level none")
                .in("nosnap")
                .says("data", Storage.TORN, "VolumeSnapshotClass")
                .mustBeNamed(shop, shop.kubeconfig());
    }

    @Test
    void whoeverHasTheLeaseIsNamed() throws Exception {
        String namespace = "leased";
        shop.files(namespace);
        deadSet(namespace);
        shop.embedded().applyYaml("""
            apiVersion: coordination.k8s.io/v1
            kind: Lease
            metadata: {name: consistent-backup, namespace: leased}
            spec:
              holderIdentity: https://jenkins/job/shop/7
              leaseDurationSeconds: 3600
              acquireTime: "2026-01-02T03:04:05.000000Z"
              renewTime: "2026-01-02T03:04:05.000000Z"
            """);
        for (String line :
                List.of("backup --template files --level filesystem --wait 1s", "delete --wait 1s " + DEAD)) {
            Mistake.of("Lease", line)
                    .in(namespace)
                    .ends(ExitCodes.FAILED)
                    .says("in use by https://jenkins/job/shop/7 since 2026-01-02T03:04:05Z", "wait until")
                    .mustBeNamed(shop, shop.kubeconfig());
        }
    }

    @Test
    void incompleteSetIsNotRestoredButCanBeRemoved() throws Exception {
        String namespace = "died";
        shop.files(namespace);
        deadSet(namespace);
        Mistake.of("incomplete set", "restore " + DEAD)
                .in(namespace)
                .says(DEAD.toString(), "no manifest", "choose another set")
                .mustBeNamed(shop, shop.kubeconfig());
        CommandLineRun list = shop.run("list", namespace);
        assertThat(list.out()).contains(DEAD + "  incomplete");
        assertThat(list.err()).contains("consistent-backup delete -n died " + DEAD);

        assertThat(shop.run("delete", namespace, "--incomplete").out()).contains("old enough");
        CommandLineRun delete = shop.run("delete", namespace, "--incomplete", "--older-than", "0s");
        assertThat(delete.status()).as(delete.toString()).isZero();
        assertThat(delete.out()).contains("removed set " + DEAD);
        assertThat(shop.traces(namespace)).isEmpty();
    }

    @Test
    void goodSetIsOnlyRemovedWhenThatIsSaid() throws Exception {
        String namespace = "good";
        shop.files(namespace);
        String set = shop.run("backup", namespace, "--template", "files", "--level", "filesystem", "-o", "json")
                .document()
                .path("id")
                .asText();
        Mistake.of("good set", "delete " + set)
                .in(namespace)
                .says(set, "is good and stays", "--good")
                .mustBeNamed(shop, shop.kubeconfig());
        assertThat(shop.run("delete", namespace, set, "--good").status()).isZero();
        assertThat(shop.traces(namespace)).isEmpty();
    }

    /** What a backup leaves whose process was killed: a snapshot without a manifest. */
    private static void deadSet(final String namespace) {
        shop.embedded().applyYaml("""
            apiVersion: snapshot.storage.k8s.io/v1
            kind: VolumeSnapshot
            metadata:
              name: %s
              namespace: %s
              labels: {%s: %s, %s: %s}
            spec: {volumeSnapshotClassName: csi-atomic, source: {persistentVolumeClaimName: data-web-0}}
            """.formatted(
                DEAD.snapshotName("data-web-0"), namespace, Labels.SET, DEAD, Labels.ROLE, Labels.ROLE_SNAPSHOT));
    }
}
