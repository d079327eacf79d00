package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.local.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cluster}. */
@Command(
        name = "cluster",
        description = "Start an embedded cluster, write its kubeconfig, and keep it until Ctrl-C. For trying templates"
                + " and for tests; it is no Kubernetes to run anything in.")
final class ClusterCommand implements Callable<Integer> {
    @Option(
            names = "--write-kubeconfig",
            paramLabel = "FILE",
            defaultValue = "consistent-backup.kubeconfig",
            description = "Where the kubeconfig goes; removed at the end; default: ${DEFAULT-VALUE}.")
    private Path kubeconfig;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE",
            description = "Manifests to apply at the start.")
    private List<Path> manifests = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (Files.exists(kubeconfig)) {
            throw new InputException(kubeconfig + " is there already; name another with --write-kubeconfig");
        }
        try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
            manifests.forEach(file -> cluster.applyYaml(text(file)));
            cluster.writeKubeconfig(kubeconfig);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> kubeconfig.toFile().delete(), "kubeconfig"));
            PrintWriter out = spec.commandLine().getOut();
            out.println("cluster at " + cluster.url() + "; storage classes " + EmbeddedCluster.ATOMIC_CLASS + " and "
                    + EmbeddedCluster.TORN_CLASS + "; Ctrl-C ends it");
            out.println("export KUBECONFIG=" + kubeconfig.toAbsolutePath());
            out.flush();
            new CountDownLatch(1).await();
        }
        return ExitCodes.DONE;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InputException("cannot read " + file, e);
        }
    }
}
