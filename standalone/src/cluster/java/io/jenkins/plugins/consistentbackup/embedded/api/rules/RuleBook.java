package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules of every type. */
public final class RuleBook {

    /** Custom types have no rules here but the one that all have: a write names the version it is based on. */
    private static final ObjectRules CUSTOM = new RequiredFields(false, List.of());

    private final Map<String, ObjectRules> byName = new HashMap<>();

    private RuleBook() {}

    /** @param storageProtection whether new claims and volumes get the finalizers that keep those in use */
    public static RuleBook of(boolean storageProtection) {
        RuleBook book = new RuleBook();
        book.addCore(storageProtection);
        book.addWorkloads();
        book.addAccess();
        book.addStorage();
        return book;
    }

    private void addCore(boolean storageProtection) {
        add(ResourceType.NAMESPACE, new NamespaceRules());
        add(ResourceType.NODE, anything());
        add(ResourceType.POD, new PodRules());
        add(ResourceType.PERSISTENT_VOLUME_CLAIM, new ClaimRules(storageProtection));
        add(ResourceType.PERSISTENT_VOLUME, new VolumeRules(storageProtection));
        add(ResourceType.CONFIG_MAP, new ConfigurationRules(false));
        add(ResourceType.SECRET, new ConfigurationRules(true));
        add(ResourceType.SERVICE, anything());
        add(ResourceType.SERVICE_ACCOUNT, anything());
        add(ResourceType.EVENT, anything());
        add(ResourceType.LEASE, new LeaseRules());
    }

    private void addWorkloads() {
        add(ResourceType.STATEFUL_SET, new StatefulSetRules());
        add(ResourceType.DEPLOYMENT, new DeploymentRules(true));
        add(ResourceType.REPLICA_SET, new DeploymentRules(false));
        add(ResourceType.DAEMON_SET, new RequiredFields(true, List.of("/spec/selector", "/spec/template")));
        add(ResourceType.JOB, new RequiredFields(true, List.of("/spec/template")));
        add(ResourceType.CRON_JOB, new RequiredFields(true, List.of("/spec/schedule", "/spec/jobTemplate")));
        add(
                ResourceType.HORIZONTAL_POD_AUTOSCALER,
                new RequiredFields(true, List.of("/spec/scaleTargetRef/name", "/spec/maxReplicas")));
        add(ResourceType.POD_DISRUPTION_BUDGET, new RequiredFields(false, List.of()));
    }

    private void addAccess() {
        add(ResourceType.ROLE, anything());
        add(ResourceType.CLUSTER_ROLE, anything());
        add(ResourceType.ROLE_BINDING, new BindingRules());
        add(ResourceType.CLUSTER_ROLE_BINDING, new BindingRules());
    }

    private void addStorage() {
        add(ResourceType.STORAGE_CLASS, new StorageClassRules());
        add(ResourceType.CSI_DRIVER, new RequiredFields(false, List.of()));
        add(ResourceType.VOLUME_SNAPSHOT, SnapshotRules.ofVolumes());
        add(ResourceType.VOLUME_SNAPSHOT_CONTENT, SnapshotContentRules.ofVolumes());
        add(ResourceType.VOLUME_SNAPSHOT_CLASS, new RequiredFields(false, List.of("/driver", "/deletionPolicy")));
        add(ResourceType.VOLUME_GROUP_SNAPSHOT, SnapshotRules.ofGroups());
        add(ResourceType.VOLUME_GROUP_SNAPSHOT_CONTENT, SnapshotContentRules.ofGroups());
        add(ResourceType.VOLUME_GROUP_SNAPSHOT_CLASS, new RequiredFields(false, List.of("/driver", "/deletionPolicy")));
    }

    private static ObjectRules anything() {
        return new RequiredFields(true, List.of());
    }

    private void add(ResourceType type, ObjectRules rules) {
        byName.put(type.qualifiedName(), rules);
    }

    public ObjectRules of(ResourceType type) {
        return byName.getOrDefault(type.qualifiedName(), CUSTOM);
    }
}
