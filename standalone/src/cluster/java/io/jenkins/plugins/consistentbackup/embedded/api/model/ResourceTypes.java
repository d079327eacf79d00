package io.jenkins.plugins.consistentbackup.embedded.api.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The types that are served at the moment: the built-in ones and those that CustomResourceDefinitions add. */
public final class ResourceTypes {

    private static final List<ResourceType> BUILT_IN = List.of(
            ResourceType.NAMESPACE,
            ResourceType.NODE,
            ResourceType.PERSISTENT_VOLUME,
            ResourceType.POD,
            ResourceType.PERSISTENT_VOLUME_CLAIM,
            ResourceType.CONFIG_MAP,
            ResourceType.SECRET,
            ResourceType.SERVICE,
            ResourceType.SERVICE_ACCOUNT,
            ResourceType.EVENT,
            ResourceType.STATEFUL_SET,
            ResourceType.DEPLOYMENT,
            ResourceType.REPLICA_SET,
            ResourceType.DAEMON_SET,
            ResourceType.JOB,
            ResourceType.CRON_JOB,
            ResourceType.HORIZONTAL_POD_AUTOSCALER,
            ResourceType.POD_DISRUPTION_BUDGET,
            ResourceType.LEASE,
            ResourceType.STORAGE_CLASS,
            ResourceType.CSI_DRIVER,
            ResourceType.ROLE,
            ResourceType.ROLE_BINDING,
            ResourceType.CLUSTER_ROLE,
            ResourceType.CLUSTER_ROLE_BINDING,
            ResourceType.SELF_SUBJECT_ACCESS_REVIEW,
            ResourceType.SELF_SUBJECT_RULES_REVIEW,
            ResourceType.CUSTOM_RESOURCE_DEFINITION,
            ResourceType.VOLUME_SNAPSHOT,
            ResourceType.VOLUME_SNAPSHOT_CONTENT,
            ResourceType.VOLUME_SNAPSHOT_CLASS);

    private static final List<ResourceType> GROUP_SNAPSHOT_TYPES = List.of(
            ResourceType.VOLUME_GROUP_SNAPSHOT,
            ResourceType.VOLUME_GROUP_SNAPSHOT_CONTENT,
            ResourceType.VOLUME_GROUP_SNAPSHOT_CLASS);

    /** What Kubernetes has and clients may ask for; incomplete, the rest is as unknown as a CRD's type. */
    private static final Set<String> UNMODELLED = Set.of(
            "bindings",
            "componentstatuses",
            "endpoints",
            "limitranges",
            "podtemplates",
            "replicationcontrollers",
            "resourcequotas",
            "controllerrevisions.apps",
            "mutatingwebhookconfigurations.admissionregistration.k8s.io",
            "validatingwebhookconfigurations.admissionregistration.k8s.io",
            "validatingadmissionpolicies.admissionregistration.k8s.io",
            "apiservices.apiregistration.k8s.io",
            "tokenreviews.authentication.k8s.io",
            "selfsubjectreviews.authentication.k8s.io",
            "localsubjectaccessreviews.authorization.k8s.io",
            "subjectaccessreviews.authorization.k8s.io",
            "certificatesigningrequests.certificates.k8s.io",
            "endpointslices.discovery.k8s.io",
            "events.events.k8s.io",
            "flowschemas.flowcontrol.apiserver.k8s.io",
            "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
            "ingresses.networking.k8s.io",
            "ingressclasses.networking.k8s.io",
            "networkpolicies.networking.k8s.io",
            "runtimeclasses.node.k8s.io",
            "priorityclasses.scheduling.k8s.io",
            "csinodes.storage.k8s.io",
            "csistoragecapacities.storage.k8s.io",
            "volumeattachments.storage.k8s.io",
            "volumeattributesclasses.storage.k8s.io");

    private final Map<String, ResourceType> served = new ConcurrentHashMap<>();

    private ResourceTypes() {}

    /** All built-in types, with group snapshots in these versions; with none, clusters have no such group. */
    public static ResourceTypes builtIn(Collection<String> groupSnapshotVersions) {
        ResourceTypes types = new ResourceTypes();
        BUILT_IN.forEach(types::serve);
        for (String version : groupSnapshotVersions) {
            GROUP_SNAPSHOT_TYPES.forEach(type -> types.serve(type.inVersion(version)));
        }
        return types;
    }

    /** Serves one more type, or another shape of one that is served. */
    public void serve(ResourceType type) {
        served.put(key(type.group(), type.version(), type.plural()), type);
    }

    public void stopServing(ResourceType type) {
        served.remove(key(type.group(), type.version(), type.plural()));
    }

    private static String key(String group, String version, String plural) {
        return group + "/" + version + "/" + plural;
    }

    public Optional<ResourceType> find(String group, String version, String plural) {
        return Optional.ofNullable(served.get(key(group, version, plural)));
    }

    /** The type of an object that says this of itself. */
    public Optional<ResourceType> ofKind(String apiVersion, String kind) {
        return served.values().stream()
                .filter(type ->
                        type.apiVersion().equals(apiVersion) && type.kind().equals(kind))
                .findFirst();
    }

    public Stream<ResourceType> all() {
        return served.values().stream().sorted(Comparator.comparing(ResourceType::toString));
    }

    /** Each set of objects that are kept once, in whichever of its versions. */
    public Collection<ResourceType> distinct() {
        Map<String, ResourceType> byName = new TreeMap<>();
        served.values().stream()
                .filter(type -> !type.isReview())
                .forEach(type -> byName.putIfAbsent(type.qualifiedName(), type));
        return byName.values();
    }

    /** The versions of each group but the core, best first: v1 before v1beta2 before v1alpha1. */
    public Map<String, List<String>> versionsByGroup() {
        Map<String, List<String>> versions = new TreeMap<>();
        served.values().stream().filter(type -> !type.group().isEmpty()).forEach(type -> {
            List<String> known = versions.computeIfAbsent(type.group(), group -> new ArrayList<>());
            if (!known.contains(type.version())) {
                known.add(type.version());
            }
        });
        versions.values().forEach(list -> list.sort(VersionOrder.BEST_FIRST));
        return versions;
    }

    /** Whether Kubernetes has such a type, though the embedded cluster has not. */
    public static boolean isKnownElsewhere(String group, String plural) {
        return UNMODELLED.contains(group.isEmpty() ? plural : plural + "." + group);
    }
}
