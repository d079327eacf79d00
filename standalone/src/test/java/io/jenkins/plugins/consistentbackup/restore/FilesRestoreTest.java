package io.jenkins.plugins.consistentbackup.restore;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest.Grouping;
import io.jenkins.plugins.consistentbackup.backup.BackupRights;
import io.jenkins.plugins.consistentbackup.backup.MissingRightsException;
import io.jenkins.plugins.consistentbackup.backup.ShopCluster;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.catalog.ManifestText;
import io.jenkins.plugins.consistentbackup.catalog.SavedVolume;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.LimitedAccount;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Backups and restores of plain files: group snapshots, careless drivers, old and unusable sets. */
class FilesRestoreTest {
    private static final String PAIR = "pair";
    private static final String SINGLE = "single";

    private static ShopCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new ShopCluster();
        cluster.namespace(PAIR);
        cluster.namespace(SINGLE);
        cluster.filesOnTwoVolumes(PAIR, "files");
        cluster.files(SINGLE, "files");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void twoVolumesOfAPodAreCutAsAGroupAndRestored() throws Exception {
        run(PAIR, "echo before > /left/word; echo before > /right/word");
        Manifest manifest = backUp(files(PAIR).withGrouping(Grouping.REQUIRED));

        assertThat(manifest.verdict().level()).isEqualTo(Level.FILESYSTEM);
        assertThat(manifest.cutGroups()).singleElement().satisfies(group -> {
            assertThat(group.way()).isEqualTo(Manifest.Way.GROUP);
            assertThat(group.groupSnapshot()).isNotEmpty();
        });
        assertThat(await(cluster.admin().list(Kind.CLAIMS, PAIR, Map.of())))
                .noneMatch(claim -> claim.getMetadata().getLabels() != null
                        && claim.getMetadata().getLabels().containsKey(Labels.CUT_GROUP));

        run(PAIR, "echo after > /left/word; echo after > /right/word");
        restore(PAIR, manifest.id().toString(), RestoreChoices.usual());

        assertThat(run(PAIR, "cat /left/word /right/word")).containsExactly("before", "before");
    }

    @Test
    void aGroupNamesEachRightThatItLacks() throws Exception {
        LimitedAccount account = new LimitedAccount(cluster.embedded(), PAIR, "grouper");
        Cluster seen = cluster.connect(account.kubeconfig());
        List<Right> base = new ArrayList<>(BackupRights.inNamespace(PAIR));
        base.addAll(BackupRights.inCluster());
        List<Right> groups = BackupRights.forGroups(PAIR);
        for (Right right : groups) {
            List<Right> rights = new ArrayList<>(base);
            rights.addAll(groups);
            rights.remove(right);
            account.withRights(rights);
            assertThatThrownBy(
                            () -> await(cluster.backups(seen).plan(files(PAIR).withGrouping(Grouping.REQUIRED))))
                    .cause()
                    .isInstanceOf(MissingRightsException.class)
                    .hasMessageContaining("rights are missing in namespace pair: " + right + "\n");
        }
        List<Right> all = new ArrayList<>(base);
        all.addAll(groups);
        account.withRights(all);
        assertThat(await(cluster.backups(seen).plan(files(PAIR).withGrouping(Grouping.REQUIRED)))
                        .groups())
                .singleElement()
                .matches(group -> group.grouped());
    }

    @Test
    void aCarelessDriverIsRefusedWithWhatToDo() throws Exception {
        cluster.namespace("torn");
        cluster.filesOnTornVolume("torn", "files");
        for (BackupRequest request : List.of(
                BackupRequest.in("torn").withTemplate("files"),
                BackupRequest.in("torn").withTemplate("files").withMinimumLevel(Level.CRASH))) {
            assertThatThrownBy(() -> await(cluster.backups().plan(request)))
                    .hasMessageContaining("would be none-consistent at most, and the least level asked for is ")
                    .hasMessageContaining("the driver torn.csi.embedded is not known to cut a volume at one instant: an"
                            + " administrator who knows that it does lists it as atomic; or ask for less");
        }
    }

    @Test
    void aSetOfAnOlderSchemaIsRestored() throws Exception {
        run(SINGLE, "echo old > /data/word");
        Manifest manifest = backUp(files(SINGLE));
        replaceManifest(manifest, ofVersion0(manifest));
        run(SINGLE, "echo new > /data/word");
        RestoreRequest request = RestoreRequest.inPlace(SINGLE, manifest.id().toString(), "a test");
        assertThat(await(cluster.restorer(cluster.admin()).plan(request)).problems())
                .as("version 0 does not know its workloads")
                .singleElement()
                .asString()
                .contains("files-0");

        restore(SINGLE, manifest.id().toString(), RestoreChoices.usual().withStopOtherPods(true));

        assertThat(run(SINGLE, "cat /data/word")).containsExactly("old");
    }

    @Test
    void aSetThatIsFailedIncompleteOrDamagedIsRefused() throws Exception {
        SetId failed = backUp(files(SINGLE)).id();
        await(cluster.catalog().markFailed(SINGLE, failed, "its check failed"));
        assertRefused(failed, "its check failed");

        SetId incomplete = backUp(files(SINGLE)).id();
        await(cluster.admin().delete(Kind.CONFIG_MAPS, SINGLE, incomplete.manifestName(), null));
        assertRefused(incomplete, "has no manifest");

        Manifest damaged = backUp(files(SINGLE));
        String snapshot = damaged.volumes().get(0).snapshot().name();
        await(cluster.admin().delete(Kind.SNAPSHOTS, SINGLE, snapshot, null));
        assertRefused(damaged.id(), "its snapshot " + snapshot + " is ");
    }

    private static void assertRefused(final SetId set, final String why) throws Exception {
        RestorePlan plan =
                await(cluster.restorer(cluster.admin()).plan(RestoreRequest.inPlace(SINGLE, set.toString(), "a test")));
        assertThat(plan.problems())
                .singleElement()
                .asString()
                .contains("set " + set + " in namespace single cannot be restored: ", why, "choose another set");
    }

    private static BackupRequest files(final String namespace) {
        return BackupRequest.in(namespace)
                .withTemplate("files")
                .withMinimumLevel(Level.FILESYSTEM)
                .withRequester("a test");
    }

    private static Manifest backUp(final BackupRequest request) throws Exception {
        String id = await(cluster.backups()
                        .start(request, Journal.none(), line -> {})
                        .result())
                .id();
        BackupSet set =
                await(cluster.catalog().find(request.namespace(), SetId.of(id))).orElseThrow();
        assertThat(set.usable()).as(set.reason()).isTrue();
        return set.manifest().orElseThrow();
    }

    private static void restore(final String namespace, final String set, final RestoreChoices choices)
            throws Exception {
        Restorer restorer = cluster.restorer(cluster.admin());
        RestorePlan plan = await(
                restorer.plan(RestoreRequest.inPlace(namespace, set, "a test").with(choices)));
        await(restorer.run(plan.begin(), Journal.none(), line -> {}).start().result());
    }

    private static List<String> run(final String namespace, final String script) throws Exception {
        return cluster.awaitRunning(namespace, "files-0")
                .run(namespace, "files-0", script)
                .lines();
    }

    private static void replaceManifest(final Manifest manifest, final String text) throws Exception {
        ConfigMap written = await(cluster.admin()
                        .get(Kind.CONFIG_MAPS, SINGLE, manifest.id().manifestName()))
                .orElseThrow();
        await(cluster.admin().delete(Kind.CONFIG_MAPS, SINGLE, manifest.id().manifestName(), null));
        await(cluster.admin()
                .create(
                        Kind.CONFIG_MAPS,
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withName(written.getMetadata().getName())
                                .withNamespace(SINGLE)
                                .withLabels(written.getMetadata().getLabels())
                                .endMetadata()
                                .withData(Map.of("manifest.json", text, "sha256", ManifestText.sha256(text)))
                                .build()));
    }

    /** As the first version would have written it. */
    private static String ofVersion0(final Manifest manifest) {
        String snapshots =
                manifest.volumes().stream().map(FilesRestoreTest::ofVersion0).collect(Collectors.joining(","));
        return """
                {"schemaVersion":0,"id":"%s","namespace":"%s","server":"","requester":"","toolVersion":"0.1",
                "started":"%s","finished":"%s","profile":"CLUSTER","level":"CRASH","snapshots":[%s]}
                """.formatted(manifest.id(), SINGLE, manifest.started(), manifest.finished(), snapshots);
    }

    private static String ofVersion0(final SavedVolume volume) {
        return """
                {"claim":"%s","claimUid":"%s","storageClass":"%s","capacity":"%s","accessModes":["ReadWriteOnce"],
                "volumeMode":"Filesystem","snapshot":"%s","snapshotUid":"%s","boundContent":"%s",
                "restoreSizeBytes":%d,"creationTime":"%s","driver":"%s"}
                """.formatted(
                        volume.claim().name(),
                        volume.claim().uid(),
                        volume.claim().storageClass(),
                        volume.claim().capacity(),
                        volume.snapshot().name(),
                        volume.snapshot().uid(),
                        volume.snapshot().boundContent(),
                        volume.snapshot().restoreSizeBytes(),
                        volume.snapshot().creationTime(),
                        volume.snapshot().driver());
    }
}
