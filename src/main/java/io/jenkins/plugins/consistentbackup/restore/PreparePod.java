package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.jenkins.plugins.consistentbackup.catalog.Artefact;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a prepare pod looks like: the workload's pod as far as data are concerned, with the prepare script as its only
 * program. The captured artefacts come by a ConfigMap, without which the pod does not start. The script is not in there, where
 * whoever may write ConfigMaps could change it, but a variable of the pod, so that nothing of it is in a command line. The pod
 * goes on by itself when the orchestrator dies.
 */
final class PreparePod {
    /** Where the ConfigMap is mounted; a path that no image has. */
    private static final String DIRECTORY = "/consistent-backup";

    private static final String VOLUME = "consistent-backup";
    private static final String SCRIPT = "CONSISTENT_BACKUP_SCRIPT";
    private static final String RUN = "eval \"unset " + SCRIPT + "\n$" + SCRIPT + "\"";
    private static final String ARTEFACT = "captured-";

    private PreparePod() {}

    /** Holds the artefacts, and cannot be changed. */
    static ConfigMap inputs(final RestoreState state, final RestoredPod target, final List<Artefact> artefacts) {
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < artefacts.size(); i++) {
            files.put(ARTEFACT + i, artefacts.get(i).base64());
        }
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(target.preparePod)
                .withNamespace(state.namespace())
                .addToLabels(Labels.RESTORE, state.id())
                .endMetadata()
                .withBinaryData(files)
                .withImmutable(true)
                .build();
    }

    /**
     * The pod.
     *
     * @param script its program
     * @param workload whose pods it stands in for
     * @param claims names of the claims that are put back
     * @param inputs as they are there: they own the pod, which goes when they go
     */
    static Pod pod(
            final RestoreState state,
            final RestoredPod target,
            final String script,
            final Workload workload,
            final Set<String> claims,
            final List<Artefact> artefacts,
            final ConfigMap inputs) {
        PodSpec spec = workload.template().getSpec();
        List<Volume> volumes = dataVolumes(spec, workload, target.pod, claims);
        Set<String> names = volumes.stream().map(Volume::getName).collect(Collectors.toSet());
        volumes.add(inputVolume(target, artefacts));
        return new PodBuilder()
                .withNewMetadata()
                .withName(target.preparePod)
                .withNamespace(state.namespace())
                .addToLabels(Labels.RESTORE, state.id())
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withName(inputs.getMetadata().getName())
                .withUid(inputs.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withSecurityContext(spec.getSecurityContext())
                .withImagePullSecrets(spec.getImagePullSecrets())
                .withNodeSelector(spec.getNodeSelector())
                .withTolerations(spec.getTolerations())
                .withAffinity(spec.getAffinity())
                .withSchedulerName(spec.getSchedulerName())
                .withPriorityClassName(spec.getPriorityClassName())
                .withRuntimeClassName(spec.getRuntimeClassName())
                .withContainers(container(containerOf(spec, target), target, script, names))
                .withVolumes(volumes)
                .endSpec()
                .build();
    }

    private static Container containerOf(final PodSpec spec, final RestoredPod target) {
        return spec.getContainers().stream()
                .filter(container -> container.getName().equals(target.container))
                .findFirst()
                .orElseThrow(() -> new RestoreException(target.workloadKind + " " + target.workload
                        + " has no container " + target.container + " any more, whose data is to be prepared"));
    }

    private static Container container(
            final Container original, final RestoredPod target, final String script, final Set<String> volumes) {
        List<VolumeMount> mounts = new ArrayList<>(original.getVolumeMounts().stream()
                .filter(mount -> volumes.contains(mount.getName()))
                .map(mount -> new VolumeMountBuilder(mount).withReadOnly(false).build())
                .toList());
        mounts.add(new VolumeMountBuilder()
                .withName(VOLUME)
                .withMountPath(DIRECTORY)
                .withReadOnly(true)
                .build());
        return new ContainerBuilder()
                .withName(original.getName())
                .withImage(original.getImage())
                .withImagePullPolicy(original.getImagePullPolicy())
                .withCommand("sh", "-c", RUN)
                .withWorkingDir(original.getWorkingDir())
                .withSecurityContext(original.getSecurityContext())
                .withResources(original.getResources())
                .withEnvFrom(original.getEnvFrom())
                .withEnv(environment(original, target, script))
                .withVolumeMounts(mounts)
                .withVolumeDevices(original.getVolumeDevices().stream()
                        .filter(device -> volumes.contains(device.getName()))
                        .toList())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .build();
    }

    private static List<EnvVar> environment(final Container original, final RestoredPod target, final String script) {
        List<EnvVar> environment = new ArrayList<>(original.getEnv());
        target.parameters.forEach((name, value) -> environment.add(variable(name, value)));
        environment.add(variable("CAPTURED", DIRECTORY + "/captured"));
        environment.add(variable(SCRIPT, script));
        return environment;
    }

    private static EnvVar variable(final String name, final String value) {
        return new EnvVarBuilder()
                .withName(name)
                .withValue(value.replace("$", "$$")) // Or $(NAME) in it would become another variable's value.
                .build();
    }

    /** The volumes whose data is put back, and empty directories, on which a read-only root may rely. */
    private static List<Volume> dataVolumes(
            final PodSpec spec, final Workload workload, final String pod, final Set<String> claims) {
        List<Volume> volumes = new ArrayList<>(spec.getVolumes().stream()
                .filter(volume -> volume.getEmptyDir() != null
                        || volume.getPersistentVolumeClaim() != null
                                && claims.contains(
                                        volume.getPersistentVolumeClaim().getClaimName()))
                .toList());
        for (String template : workload.claimTemplates()) {
            String claim = template + "-" + pod;
            if (claims.contains(claim)) {
                volumes.add(new VolumeBuilder()
                        .withName(template)
                        .withNewPersistentVolumeClaim()
                        .withClaimName(claim)
                        .endPersistentVolumeClaim()
                        .build());
            }
        }
        return volumes;
    }

    /** Artefacts have names of the template's choice, which a ConfigMap's keys may not have: they are paths instead. */
    private static Volume inputVolume(final RestoredPod target, final List<Artefact> artefacts) {
        VolumeBuilder volume = new VolumeBuilder().withName(VOLUME);
        var config = volume.withNewConfigMap().withName(target.preparePod);
        for (int i = 0; i < artefacts.size(); i++) {
            config = config.addNewItem()
                    .withKey(ARTEFACT + i)
                    .withPath("captured/" + artefacts.get(i).name())
                    .endItem();
        }
        return config.endConfigMap().build();
    }
}
