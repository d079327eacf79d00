package io.jenkins.plugins.consistentbackup.backup;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.consistentbackup.catalog.NamespaceTemplates;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What is to be backed up, and within which limits. Immutable; {@link #in} begins one. */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public final class BackupRequest {
    /** Long enough for a driver that takes seconds to cut, short enough that clients' own time-outs are not reached. */
    public static final Duration DEFAULT_MAX_FREEZE = Duration.ofSeconds(20);

    /** For templates that hold without blocking writes; taking the hold may include a checkpoint. */
    public static final Duration DEFAULT_MAX_HOLD = Duration.ofMinutes(5);

    /** Drivers that upload before a snapshot is ready take long; nothing is held meanwhile. */
    public static final Duration DEFAULT_READY_TIMEOUT = Duration.ofMinutes(30);

    /** Another run's Lease is released when it ends; that of a dead one stands for a minute. */
    public static final Duration DEFAULT_LEASE_WAIT = Duration.ofMinutes(2);

    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /** Whether several volumes are cut by one group snapshot. */
    public enum Grouping {
        /** Where the cluster has it and it gives at least the same level. */
        AUTO,
        /** Or the backup fails. */
        REQUIRED,
        /** Each volume by itself. */
        NEVER
    }

    private final String namespace;
    private Map<String, String> selector = Map.of();
    private List<String> workloads = List.of();
    private List<String> excludedClaims = List.of();
    private String template;
    private Map<String, String> templates = Map.of();
    private String templateConfigMap;
    private Map<String, String> parameters = Map.of();
    private String snapshotClass;
    private Grouping grouping = Grouping.AUTO;
    private Level minimumLevel = Level.APPLICATION;
    private Duration maxFreeze = DEFAULT_MAX_FREEZE;
    private Duration maxHold = DEFAULT_MAX_HOLD;
    private Duration readyTimeout = DEFAULT_READY_TIMEOUT;
    private Duration leaseWait = DEFAULT_LEASE_WAIT;
    private Integer keep;
    private String requester = "unknown";

    @JsonCreator
    private BackupRequest(@JsonProperty("namespace") final String namespace) {
        this.namespace = namespace;
    }

    private BackupRequest(final BackupRequest other) {
        namespace = other.namespace;
        selector = other.selector;
        workloads = other.workloads;
        excludedClaims = other.excludedClaims;
        template = other.template;
        templates = other.templates;
        templateConfigMap = other.templateConfigMap;
        parameters = other.parameters;
        snapshotClass = other.snapshotClass;
        grouping = other.grouping;
        minimumLevel = other.minimumLevel;
        maxFreeze = other.maxFreeze;
        maxHold = other.maxHold;
        readyTimeout = other.readyTimeout;
        leaseWait = other.leaseWait;
        keep = other.keep;
        requester = other.requester;
    }

    /**
     * Everything in a namespace that has claims.
     *
     * @throws IllegalArgumentException when it is no name of a namespace
     */
    public static BackupRequest in(final String namespace) {
        require(
                namespace != null && NAMESPACE.matcher(namespace).matches(),
                "namespace '" + namespace + "' is not a name of a namespace (lower-case letters, digits and '-')");
        return new BackupRequest(namespace);
    }

    /** Only pods with all these labels. */
    public BackupRequest withSelector(final Map<String, String> labels) {
        BackupRequest copy = new BackupRequest(this);
        copy.selector = new TreeMap<>(labels);
        return copy;
    }

    /** Only pods of these workloads: {@code statefulset/db}, {@code deployment/web}. */
    public BackupRequest withWorkloads(final List<String> names) {
        names.forEach(name -> require(
                name.matches("(statefulset|deployment|replicaset|daemonset|pod)/[a-z0-9][-a-z0-9.]*"),
                "workload '" + name
                        + "' is not of the form statefulset/NAME (or deployment, replicaset, daemonset, pod)"));
        BackupRequest copy = new BackupRequest(this);
        copy.workloads = List.copyOf(names);
        return copy;
    }

    /** Claims that are left out, such as caches; they are named in the manifest. */
    public BackupRequest withoutClaims(final List<String> claims) {
        BackupRequest copy = new BackupRequest(this);
        copy.excludedClaims = List.copyOf(claims);
        return copy;
    }

    /** The template for every container, instead of the one that fits its image. */
    public BackupRequest withTemplate(final String name) {
        BackupRequest copy = new BackupRequest(this);
        copy.template = name;
        return copy;
    }

    /** Templates by container or workload ({@code statefulset/db}); the rest is found by image. */
    public BackupRequest withTemplates(final Map<String, String> byContainerOrWorkload) {
        BackupRequest copy = new BackupRequest(this);
        copy.templates = new TreeMap<>(byContainerOrWorkload);
        return copy;
    }

    /** A ConfigMap of the namespace whose values are hook templates, to choose from besides those of the library. */
    public BackupRequest withTemplateConfigMap(final String name) {
        BackupRequest copy = new BackupRequest(this);
        copy.templateConfigMap = NamespaceTemplates.requireName(name);
        return copy;
    }

    /** Values for the parameters of the templates; each must be declared by at least one that is used. */
    public BackupRequest withParameters(final Map<String, String> values) {
        BackupRequest copy = new BackupRequest(this);
        copy.parameters = new TreeMap<>(values);
        return copy;
    }

    /** The VolumeSnapshotClass for all volumes, instead of the default one of each driver. */
    public BackupRequest withSnapshotClass(final String name) {
        BackupRequest copy = new BackupRequest(this);
        copy.snapshotClass = name;
        return copy;
    }

    public BackupRequest withGrouping(final Grouping value) {
        BackupRequest copy = new BackupRequest(this);
        copy.grouping = value;
        return copy;
    }

    /** The backup fails, before anything is held, when it could not claim this level. */
    public BackupRequest withMinimumLevel(final Level level) {
        BackupRequest copy = new BackupRequest(this);
        copy.minimumLevel = level;
        return copy;
    }

    /** The longest time for which writes may be blocked; past it everything is released and the backup fails. */
    public BackupRequest withMaxFreeze(final Duration limit) {
        require(
                limit.compareTo(Duration.ofSeconds(1)) >= 0 && limit.compareTo(Duration.ofHours(1)) <= 0,
                "maxFreeze must be between 1 s and 1 h, not " + limit.toMillis() + " ms");
        BackupRequest copy = new BackupRequest(this);
        copy.maxFreeze = limit;
        return copy;
    }

    /** The longest time for which a template that does not block writes may hold. */
    public BackupRequest withMaxHold(final Duration limit) {
        require(
                limit.compareTo(Duration.ofSeconds(1)) >= 0 && limit.compareTo(Duration.ofHours(1)) <= 0,
                "maxHold must be between 1 s and 1 h, not " + limit.toMillis() + " ms");
        BackupRequest copy = new BackupRequest(this);
        copy.maxHold = limit;
        return copy;
    }

    /** How long the snapshots may take to become ready, after the release. */
    public BackupRequest withReadyTimeout(final Duration limit) {
        require(!limit.isNegative() && !limit.isZero(), "readyTimeout must be more than zero");
        BackupRequest copy = new BackupRequest(this);
        copy.readyTimeout = limit;
        return copy;
    }

    /** How long to wait for the namespace while somebody else is at work there. */
    public BackupRequest withLeaseWait(final Duration limit) {
        require(!limit.isNegative(), "leaseWait must not be negative");
        BackupRequest copy = new BackupRequest(this);
        copy.leaseWait = limit;
        return copy;
    }

    /** After a success, removes all but the newest sets of this namespace; never a pinned one. */
    public BackupRequest withKeep(final int sets) {
        require(sets >= 1, "keep must be at least 1, not " + sets);
        BackupRequest copy = new BackupRequest(this);
        copy.keep = sets;
        return copy;
    }

    /** Who asks: the URL of a build, or a user's name; stands in the Lease and in the manifest. */
    public BackupRequest withRequester(final String who) {
        BackupRequest copy = new BackupRequest(this);
        copy.requester = who;
        return copy;
    }

    public String namespace() {
        return namespace;
    }

    public Map<String, String> selector() {
        return selector;
    }

    public List<String> workloads() {
        return workloads;
    }

    public List<String> excludedClaims() {
        return excludedClaims;
    }

    public Optional<String> template() {
        return Optional.ofNullable(template);
    }

    public Map<String, String> templates() {
        return templates;
    }

    public Optional<String> templateConfigMap() {
        return Optional.ofNullable(templateConfigMap);
    }

    public Map<String, String> parameters() {
        return parameters;
    }

    public Optional<String> snapshotClass() {
        return Optional.ofNullable(snapshotClass);
    }

    public Grouping grouping() {
        return grouping;
    }

    public Level minimumLevel() {
        return minimumLevel;
    }

    public Duration maxFreeze() {
        return maxFreeze;
    }

    public Duration maxHold() {
        return maxHold;
    }

    public Duration readyTimeout() {
        return readyTimeout;
    }

    public Duration leaseWait() {
        return leaseWait;
    }

    public Optional<Integer> keep() {
        return Optional.ofNullable(keep);
    }

    public String requester() {
        return requester;
    }

    private static void require(final boolean holds, final String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
