package io.jenkins.plugins.consistentbackup.snapshot;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a claim would be cut, by what is known of it. */
final class ChoiceDecision {
    private static final List<String> PROVISIONER =
            List.of("volume.kubernetes.io/storage-provisioner", "volume.beta.kubernetes.io/storage-provisioner");
    /** Provisioners that are built into Kubernetes have no CSI driver behind them. */
    private static final String BUILT_IN = "kubernetes.io/";

    private final AtomicDrivers atomicDrivers;

    ChoiceDecision(final AtomicDrivers atomicDrivers) {
        this.atomicDrivers = atomicDrivers;
    }

    /** With rights in one namespace: the claim says who provisioned it, and the class is checked by the cluster. */
    SnapshotChoice byClaim(final PersistentVolumeClaim claim, final String named) {
        String driver = provisioner(claim);
        String problem = unbound(claim)
                .or(() -> driver.startsWith(BUILT_IN) ? Optional.of(notCsi(claim, driver)) : Optional.empty())
                .orElse("");
        return choice(claim, driver, "", named, "", problem);
    }

    /** With rights in the cluster: by the volume itself and the classes that there are. */
    SnapshotChoice byVolume(
            final PersistentVolumeClaim claim,
            final Optional<PersistentVolume> volume,
            final String named,
            final List<ClassFacts> classes) {
        Optional<String> unbound = unbound(claim);
        if (unbound.isPresent()) {
            return choice(claim, "", "", named, "", unbound.get());
        }
        if (volume.isEmpty()) {
            String problem = "the volume " + claim.getSpec().getVolumeName() + " of " + what(claim) + " is gone";
            return choice(claim, "", "", named, "", problem);
        }
        var csi = volume.get().getSpec().getCsi();
        if (csi == null) {
            return choice(claim, "", "", named, "", notCsi(claim, provisioner(claim)));
        }
        ClassDecision decision = ClassDecision.of("VolumeSnapshotClass", csi.getDriver(), what(claim), named, classes);
        return choice(
                claim,
                csi.getDriver(),
                csi.getVolumeHandle(),
                decision.chosen().map(ClassFacts::name).orElse(named),
                decision.chosen().map(ClassFacts::deletionPolicy).orElse(""),
                decision.problem());
    }

    /** A cluster that knows no snapshots. */
    SnapshotChoice withoutApi(final PersistentVolumeClaim claim) {
        return choice(
                claim,
                provisioner(claim),
                "",
                "",
                "",
                "the cluster does not serve snapshot.storage.k8s.io/v1: its administrator must install the CSI snapshot"
                        + " controller and its CRDs");
    }

    private SnapshotChoice choice(
            final PersistentVolumeClaim claim,
            final String driver,
            final String handle,
            final String snapshotClass,
            final String deletionPolicy,
            final String problem) {
        return new SnapshotChoice(
                claim.getMetadata().getName(),
                claim.getMetadata().getUid(),
                driver,
                handle,
                snapshotClass,
                deletionPolicy,
                atomicDrivers.contains(driver),
                problem);
    }

    private static Optional<String> unbound(final PersistentVolumeClaim claim) {
        String phase = claim.getStatus() == null ? null : claim.getStatus().getPhase();
        return "Bound".equals(phase)
                ? Optional.empty()
                : Optional.of(what(claim) + " is not bound to a volume (phase " + phase + "): there is nothing to cut");
    }

    private static String provisioner(final PersistentVolumeClaim claim) {
        Map<String, String> annotations = claim.getMetadata().getAnnotations();
        return PROVISIONER.stream()
                .filter(key -> annotations != null && annotations.containsKey(key))
                .map(annotations::get)
                .findFirst()
                .orElse("");
    }

    private static String notCsi(final PersistentVolumeClaim claim, final String provisioner) {
        return what(claim) + " is not on a CSI volume" + (provisioner.isEmpty() ? "" : " (" + provisioner + ")")
                + "; only those can be cut: leave it out, or move it to another storage class";
    }

    private static String what(final PersistentVolumeClaim claim) {
        return "claim " + claim.getMetadata().getNamespace() + "/"
                + claim.getMetadata().getName();
    }
}
