package io.jenkins.plugins.consistentbackup.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.jenkins.plugins.consistentbackup.backup.BackupRights;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterConnection;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.KubeconfigReader;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import io.jenkins.plugins.consistentbackup.cluster.RoleText;
import io.jenkins.plugins.consistentbackup.config.ClusterDefinition;
import io.jenkins.plugins.consistentbackup.config.ConsistentBackupConfiguration;
import io.jenkins.plugins.consistentbackup.config.TemplateDefinition;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.StatefulSetManifest;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.embedded.storage.DriverSettings;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import io.jenkins.plugins.consistentbackup.quiesce.ScriptRunner;
import io.jenkins.plugins.consistentbackup.restore.RestoreRights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An embedded cluster, and in each of its namespaces a pod that keeps a word in a file. Its "database" is held by a
 * file beside it, so that a test sees whether it is held, in a moment and without a server. It can be made to wait at
 * each {@link Barriers barrier}, so that a test finds an operation in the phase that it is about.
 *
 * <p>As a static extension it serves all tests of a class: after each of them nothing is hindered any more, nothing is on
 * record and nothing is held, or that test fails.
 */
public final class GatedShop implements AfterEachCallback, AfterAllCallback {
    /** As Jenkins names the cluster. */
    public static final String CLUSTER = "shop-cluster";

    static final String GATE = """
        name: gate
        title: A word behind a gate
        description: Held while the file /data/held is there.
        proved: real server
        fits:
          images: [gated]
          volumes: any
        needs: [sync]
        hold:
          family: state
          blocksWrites: true
          acquire: |
            %1$s
            wait_at HOLD
            touch /data/held
            sync
          prove: |
            test -e /data/held || exit 1
            echo held
          release: |
            rm -f /data/held
        writable: |
          test ! -e /data/held
        restore:
          prepare: |
            %1$s
            wait_at PREPARE
            rm -f /data/held /data/ready
          check: |
            %1$s
            wait_at CHECK
            test -e /data/word
        levels:
          one: {atomic: application, torn: none}
          several: {atomic: application, torn: none}
          group: {atomic: application, torn: none}
        """.formatted(Barriers.WAIT);

    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** How long what a test has left behind may take to be cleaned up. */
    private static final Duration SETTLED = Duration.ofSeconds(150);

    private final EmbeddedCluster embedded = EmbeddedCluster.start();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "shop-scheduler");
        thread.setDaemon(true);
        return thread;
    });
    private final Cluster admin =
            ClusterConnection.open(KubeconfigReader.ofForeignText().read(embedded.kubeconfig(), null));
    private final ContainerScripts scripts = new ScriptRunner(admin.exec(), scheduler);

    private final Barriers barriers = new Barriers();
    private final List<String> namespaces = new ArrayList<>();

    public GatedShop() {
        embedded.images().register("gated", barriers.image());
    }

    public EmbeddedCluster embedded() {
        return embedded;
    }

    public Barriers barriers() {
        return barriers;
    }

    /** How the driver of all volumes behaves. */
    public DriverSettings driver() {
        return embedded.driver(Storage.ATOMIC).settings();
    }

    /** Takes back whatever delays or breaks operations: those that wait go on. */
    public void hinderNothing() throws IOException {
        embedded.faults(FaultPlan.NONE);
        driver().reset();
        barriers.lowerAll();
    }

    /** Makes the cluster known to the Jenkins that runs, with the gate in its library. */
    public void setUp() throws Exception {
        ConsistentBackupConfiguration configuration = ConsistentBackupConfiguration.get();
        configuration.setClusters(List.of(definition(CLUSTER, embedded.kubeconfig())));
        configuration.setTemplates(List.of(new TemplateDefinition(GATE)));
    }

    /** Makes the cluster known once more, under a namespace's name, with no rights outside of that. */
    public void setUpNarrow(final String namespace) throws Exception {
        List<Right> rights = new ArrayList<>(BackupRights.inNamespace(namespace));
        rights.addAll(RestoreRights.inNamespace(namespace));
        embedded.applyYaml(RoleText.of("backup", namespace, rights) + """
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: backup, namespace: %1$s}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: backup, namespace: %1$s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: backup}
            subjects: [{kind: ServiceAccount, name: backup, namespace: %1$s}]
            """.formatted(namespace));
        ConsistentBackupConfiguration configuration = ConsistentBackupConfiguration.get();
        List<ClusterDefinition> clusters = new ArrayList<>(configuration.getClusters());
        clusters.add(definition(namespace, embedded.kubeconfigFor(namespace, "backup")));
        configuration.setClusters(clusters);
    }

    /** A cluster of this name, whose kubeconfig is kept as credentials of the same name. */
    public static ClusterDefinition definition(final String name, final String kubeconfig) throws IOException {
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials
                .getCredentials()
                .add(new FileCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        name,
                        "",
                        "config",
                        SecretBytes.fromRawBytes(kubeconfig.getBytes(StandardCharsets.UTF_8))));
        credentials.save();
        ClusterDefinition definition = new ClusterDefinition(name);
        definition.setCredentialsId(name);
        definition.setAtomicDrivers(Storage.ATOMIC);
        return definition;
    }

    /** A namespace with a word in it. */
    public void open(final String namespace, final String word) throws Exception {
        String program = """
            %s
            trap 'wait_at STOP; exit 0' TERM
            rm -f /data/ready
            [ ! -e /data/word ] || wait_at START
            touch /data/ready
            while :; do sleep 1 & wait; done
            """.formatted(Barriers.WAIT);
        start(
                namespace,
                StatefulSetManifest.of("db", "gated")
                        .command("sh", "-c", program)
                        .gracePeriod(120)
                        .readyWhen("test", "-e", "/data/ready")
                        .volume("data", "/data"));
        write(namespace, word);
    }

    /** A namespace with a real PostgreSQL in it. */
    public void openPostgres(final String namespace) throws Exception {
        start(
                namespace,
                StatefulSetManifest.of("db", "postgres:18")
                        .variable("POSTGRES_PASSWORD", "p'w d")
                        .readyWhen("psql", "-U", "postgres", "-c", "select 1")
                        .volume("data", "/var/lib/postgresql"));
        run(namespace, "psql -U postgres -c 'select 1'");
    }

    private void start(final String namespace, final StatefulSetManifest manifest) {
        embedded.store().createNamespace(namespace);
        embedded.applyYaml(manifest.text(namespace));
        namespaces.add(namespace);
    }

    public void write(final String namespace, final String word) throws Exception {
        run(namespace, "echo " + word + " > /data/word; sync");
    }

    public String read(final String namespace) throws Exception {
        return run(namespace, "cat /data/word");
    }

    /** Whether the database is held now. */
    public boolean held(final String namespace) throws Exception {
        return run(namespace, "test -e /data/held && echo held || echo free").equals("held");
    }

    /** How many snapshots a namespace has. */
    public int snapshots(final String namespace) throws Exception {
        return admin.list(Kind.SNAPSHOTS, namespace, Map.of())
                .get(10, TimeUnit.SECONDS)
                .size();
    }

    private String run(final String namespace, final String script) throws Exception {
        String uid = embedded.readyPod(namespace, "db-0")
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .path("metadata")
                .path("uid")
                .asText();
        ContainerScripts.Output output = scripts.run(
                        new ContainerRef(namespace, "db-0", uid, "main"), script, Map.of(), LIMIT)
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (output.exitCode() != 0) {
            throw new IllegalStateException(script + ": " + output.errors());
        }
        return String.join("\n", output.lines());
    }

    /** Where Jenkins has ended with the test, nobody is left to clean up, and no more is asked for. */
    @Override
    public void afterEach(final ExtensionContext test) throws Exception {
        hinderNothing();
        if (Jenkins.getInstanceOrNull() == null) {
            return;
        }
        await().atMost(SETTLED).until(Recorded::nothing);
        for (String namespace : namespaces) {
            assertThat(held(namespace)).as(namespace + " is held").isFalse();
        }
    }

    @Override
    public void afterAll(final ExtensionContext tests) {
        admin.close();
        scheduler.shutdownNow();
        embedded.close();
    }
}
