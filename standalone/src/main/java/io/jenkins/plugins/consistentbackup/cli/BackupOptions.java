package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest.Grouping;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What is backed up, and within which limits; the same for a plan and for a backup. */
final class BackupOptions {
    @Option(
            names = {"-l", "--selector"},
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "Only pods with these labels.")
    private Map<String, String> selector = Map.of();

    @Option(
            names = "--workload",
            paramLabel = "KIND/NAME",
            split = ",",
            description = "Only these workloads, such as statefulset/db.")
    private List<String> workloads = List.of();

    @Option(names = "--exclude", paramLabel = "CLAIM", split = ",", description = "Claims that are left out.")
    private List<String> excluded = List.of();

    @Option(
            names = "--template",
            paramLabel = "[WHERE=]NAME",
            description = "The hook template for all containers, or for a container or workload: statefulset/db=pause."
                    + " Default: the one that fits the image.")
    private List<String> templates = List.of();

    @Option(
            names = "--template-config-map",
            paramLabel = "NAME",
            description = "A ConfigMap of the namespace whose values are hook templates, to choose from as well.")
    private String templateConfigMap;

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "A parameter of a template. Never a password: those stay in the container.")
    private Map<String, String> parameters = Map.of();

    @Option(names = "--snapshot-class", paramLabel = "NAME", description = "The VolumeSnapshotClass of all volumes.")
    private String snapshotClass;

    @Option(
            names = "--grouping",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "Whether one group snapshot cuts all volumes: auto, required or never; default:"
                    + " ${DEFAULT-VALUE}.")
    private Grouping grouping;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "application",
            description = "Refuse a backup that could not claim this: application, filesystem, crash or none; default:"
                    + " ${DEFAULT-VALUE}.")
    private Level level;

    @Option(
            names = "--max-freeze",
            paramLabel = "TIME",
            defaultValue = "20s",
            description = "The longest time for which writes may be blocked; default: ${DEFAULT-VALUE}.")
    private Duration maxFreeze;

    @Option(
            names = "--max-hold",
            paramLabel = "TIME",
            defaultValue = "5m",
            description = "The longest hold that does not block writes; default: ${DEFAULT-VALUE}.")
    private Duration maxHold;

    @Option(
            names = "--ready-timeout",
            paramLabel = "TIME",
            defaultValue = "30m",
            description = "How long snapshots may take until they can be used; default: ${DEFAULT-VALUE}.")
    private Duration readyTimeout;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "2m",
            description =
                    "How long to wait while somebody else is at work in the namespace; default:" + " ${DEFAULT-VALUE}.")
    private Duration leaseWait;

    @Option(names = "--keep", paramLabel = "N", description = "Afterwards remove all but the newest N sets.")
    private Integer keep;

    /** The request; throws IllegalArgumentException with what is wrong. */
    BackupRequest in(String namespace) {
        BackupRequest request = BackupRequest.in(namespace)
                .withSelector(selector)
                .withWorkloads(workloads)
                .withoutClaims(excluded)
                .withParameters(parameters)
                .withGrouping(grouping)
                .withMinimumLevel(level)
                .withMaxFreeze(maxFreeze)
                .withMaxHold(maxHold)
                .withReadyTimeout(readyTimeout)
                .withLeaseWait(leaseWait)
                .withRequester(LocalEngine.requester());
        request = new TemplateChoices(templates).applyTo(request);
        if (templateConfigMap != null) {
            request = request.withTemplateConfigMap(templateConfigMap);
        }
        if (snapshotClass != null) {
            request = request.withSnapshotClass(snapshotClass);
        }
        return keep == null ? request : request.withKeep(keep);
    }
}
