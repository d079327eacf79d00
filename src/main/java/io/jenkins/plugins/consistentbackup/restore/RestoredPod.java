package io.jenkins.plugins.consistentbackup.restore;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One container of one pod whose data is put back: how it is prepared before and checked after. A plain class, because
 * it is persisted.
 */
final class RestoredPod implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Name of the pod, as it was in the set; of a Deployment, any of its pods will do. */
    String pod;

    String container;
    /** The workload that makes the pod. */
    String workloadKind;

    String workload;
    /** The template's name. */
    String template;
    /** The template's parameters. */
    Map<String, String> parameters = new LinkedHashMap<>();
    /** The set's name for the artefacts that were captured in this container; null when there are none. */
    String captured;
    /** Name of the prepare pod; null when nothing is to be prepared. */
    String preparePod;
    /** Whether it is known to be prepared: scripts are not asked to bear being run twice. */
    boolean prepared;
}
