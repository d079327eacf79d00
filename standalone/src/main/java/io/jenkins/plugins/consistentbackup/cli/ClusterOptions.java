package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.catalog.ManifestKeys;
import io.jenkins.plugins.consistentbackup.cluster.ClusterAddress;
import io.jenkins.plugins.consistentbackup.local.KeyFile;
import io.jenkins.plugins.consistentbackup.local.Kubeconfig;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.local.TemplateFolder;
import io.jenkins.plugins.consistentbackup.snapshot.AtomicDrivers;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which cluster, which namespace, which templates. */
final class ClusterOptions {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "How to reach the cluster; default: $$KUBECONFIG, then ~/.kube/config.")
    private Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "A context of the kubeconfig, instead of its own.")
    private String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "The namespace; default: that of the context.")
    private String namespace;

    @Option(
            names = "--templates",
            paramLabel = "DIR",
            description = "Hook templates (*.yaml) besides the built-in ones. May be given several times.")
    private List<Path> templates = new ArrayList<>();

    @Option(
            names = "--atomic-driver",
            paramLabel = "NAME",
            split = ",",
            description = "A CSI driver that cuts a volume at one instant. Only its maker can know; without this, no"
                    + " driver counts as one.")
    private Set<String> atomicDrivers = Set.of();

    @Option(
            names = "--manifest-keys",
            paramLabel = "FILE",
            description = "Keys, one a line: sets are signed with the first, and only sets that one of them has signed"
                    + " count. Without this nothing is signed, and no signature is looked at.")
    private Path manifestKeys;

    private ClusterAddress address;

    /** The engine for the chosen cluster. */
    LocalEngine open() {
        return LocalEngine.open(address(), library(), new AtomicDrivers(atomicDrivers), keys());
    }

    String namespace() {
        return namespace != null ? namespace : address().namespace();
    }

    private ClusterAddress address() {
        if (address == null) {
            address = Kubeconfig.read(Optional.ofNullable(kubeconfig), Optional.ofNullable(context));
        }
        return address;
    }

    private ManifestKeys keys() {
        return manifestKeys == null ? ManifestKeys.NONE : KeyFile.read(manifestKeys);
    }

    private TemplateLibrary library() {
        TemplateLibrary library = TemplateLibrary.builtIn();
        for (Path folder : templates) {
            library = TemplateFolder.addTo(library, folder);
        }
        return library;
    }
}
