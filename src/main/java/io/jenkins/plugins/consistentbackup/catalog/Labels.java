package io.jenkins.plugins.consistentbackup.catalog;

import java.util.Map;

/** Every label and annotation key that this product writes on objects of a cluster. */
public final class Labels {
    private static final String PREFIX = "consistent-backup.jenkins.io/";

    /** Label on snapshots, group snapshots and manifests: the set's id. */
    public static final String SET = PREFIX + "set";

    /** Label on snapshots and on claims while they are cut as a group: which cut group of which set. */
    public static final String CUT_GROUP = PREFIX + "cut-group";

    /** Label on ConfigMaps and other objects: what they are for; see the constants that begin with ROLE. */
    public static final String ROLE = PREFIX + "role";

    /** Value of {@link #ROLE}: the manifest of a set. */
    public static final String ROLE_MANIFEST = "manifest";

    /** Value of {@link #ROLE}: a snapshot that belongs to a set. */
    public static final String ROLE_SNAPSHOT = "snapshot";

    /** Annotation on a snapshot: which request made it, so that the answer to a lost one can be found. */
    public static final String CUT_ATTEMPT = PREFIX + "cut-attempt";

    /** Value of {@link #ROLE}: the record of a restore, clone or undo. */
    public static final String ROLE_RESTORE = "restore";

    /** Label on a manifest that retention must not remove; its value is {@code true}. */
    public static final String PINNED = PREFIX + "pinned";

    /** Label on snapshots and manifests of a set that must not be used; its value is {@code true}. */
    public static final String FAILED = PREFIX + "failed";

    /** Annotation beside {@link #FAILED}: why. */
    public static final String FAILED_BECAUSE = PREFIX + "failed-because";

    /** Annotation on the Lease: ids of sets that were given up last, of which something may still appear. */
    public static final String GIVEN_UP = PREFIX + "given-up";

    /** Annotation on a snapshot: the claim's uid, which the snapshot itself does not say. */
    public static final String CLAIM_UID = PREFIX + "claim-uid";

    /** Label on what a restore keeps for undo, and on objects it makes: the restore's id. */
    public static final String RESTORE = PREFIX + "restore";

    /** Label on a volume or snapshot that a restore keeps: name of the claim whose data it holds, shortened if need be. */
    public static final String KEPT_FOR = PREFIX + "kept-for";

    /** Annotation on a kept volume: the reclaim policy that it had, and gets again when it is used again. */
    public static final String RECLAIM_POLICY = PREFIX + "reclaim-policy";

    /** Annotation on a claim that a restore made: what it was filled from, as {@code snapshot NAME} or {@code volume NAME}. */
    public static final String FILLED_FROM = PREFIX + "filled-from";

    /** Annotation on a stopped workload: how many replicas it is to have again. */
    public static final String REPLICAS = PREFIX + "replicas";

    /** Annotation on a stopped workload, or a claim: which request changed it last; those sent before have no effect. */
    public static final String LAST_CHANGE = PREFIX + "last-change";

    /** Annotation on a stopped StatefulSet: the persistentVolumeClaimRetentionPolicy that it is to have again, as JSON. */
    public static final String RETENTION_POLICY = PREFIX + "claim-retention-policy";

    /** Annotation on what is kept for a while: when it may be removed, ISO 8601 in UTC. */
    public static final String EXPIRES = PREFIX + "expires";

    /** Annotation on what somebody owns: the build's URL. */
    public static final String REQUESTER = PREFIX + "requester";

    private Labels() {}

    /** Whether a label or annotation is one of this product's. */
    public static boolean isOurs(final String key) {
        return key.startsWith(PREFIX);
    }

    /** The value of {@link #KEPT_FOR} for a claim, whose name may be longer than a label's value. */
    public static String keptFor(final String claim) {
        return ShortName.join("claim", claim);
    }

    /** The labels by which everything of a set is found. */
    public static Map<String, String> ofSet(final SetId set) {
        return Map.of(SET, set.toString());
    }

    /** The value of {@link #CUT_GROUP} for a group of a set. */
    public static String cutGroup(final SetId set, final String group) {
        return ShortName.join(set.toString(), group);
    }
}
