package io.jenkins.plugins.consistentbackup.restore;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.ShopCluster;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A word in a file of the pods of a workload, which is backed up and put back. Restored data must be prepared once before
 * it is started, which {@link #read} tells of.
 *
 * @param namespace where
 * @param app value of the pods' label {@code app}
 */
record WordInPod(ShopCluster cluster, String namespace, String app) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The built-in templates, and the one for such words. */
    static TemplateLibrary templates() {
        return TemplateLibrary.builtIn().with(TemplateOrigin.LIBRARY, "word.yaml", """
                name: word
                title: A word in a file
                description: For tests.
                proved: real server
                fits: {images: [], volumes: any, selectedByName: true}
                hold: {family: flush, blocksWrites: false, acquire: sync}
                restore:
                  prepare: 'test ! -e /data/prepared && touch /data/prepared'
                  check: 'cat /data/word'
                levels:
                  one: {atomic: filesystem, torn: filesystem}
                  several: {atomic: crash, torn: none}
                  group: {atomic: filesystem, torn: none}
                """);
    }

    void write(final String word) throws Exception {
        run("echo " + word + " > /data/word; sync");
    }

    /** The word in the file, and whether the file's volume was prepared. */
    String read() throws Exception {
        return String.join(" ", run("cat /data/word; test ! -e /data/prepared || echo prepared"));
    }

    private List<String> run(final String script) throws Exception {
        String pod = await(cluster.admin().list(Kind.PODS, namespace, Map.of("app", app))).stream()
                .filter(found -> !Pods.leaving(found))
                .map(WordInPod::nameOf)
                .findFirst()
                .orElseThrow();
        ContainerScripts.Output output = cluster.awaitRunning(namespace, pod).run(namespace, pod, script);
        if (output.exitCode() != 0) {
            throw new IllegalStateException(script + ": " + output.errors());
        }
        return output.lines();
    }

    private static String nameOf(final Pod pod) {
        return pod.getMetadata().getName();
    }

    /** @return the set's id */
    String backUp() throws Exception {
        BackupRequest request = BackupRequest.in(namespace)
                .withTemplate("word")
                .withMinimumLevel(Level.FILESYSTEM)
                .withRequester("a test");
        return await(cluster.backups()
                        .start(request, Journal.none(), line -> {})
                        .result())
                .id();
    }

    RestoreRequest restore(final String set, final RestoreChoices choices) {
        return RestoreRequest.inPlace(namespace, set, "https://jenkins/job/" + namespace + "/7")
                .with(choices)
                .with(RestoreLimits.each(LIMIT));
    }

    RestoreRequest copyInto(final String other, final String set) {
        return RestoreRequest.clone(namespace, set, other, "a test").with(RestoreLimits.each(LIMIT));
    }

    RestorePlan undo(final Cluster seen, final String run, final Profile profile) throws Exception {
        RestoreChoices choices = RestoreChoices.usual().withProfile(profile);
        return await(cluster.restorer(seen)
                .plan(new UndoRequest(namespace, run, "a test", choices, RestoreLimits.each(LIMIT))));
    }

    /** Plans and runs. */
    RestoreReport run(final Cluster seen, final RestoreRequest request) throws Exception {
        return run(seen, await(cluster.restorer(seen).plan(request)));
    }

    RestoreReport run(final Cluster seen, final RestorePlan plan) throws Exception {
        Restorer restorer = cluster.restorer(seen);
        List<String> log = new ArrayList<>(plan.lines());
        return restorer.report(await(
                restorer.run(plan.begin(), Journal.none(), log::add).start().result()));
    }
}
