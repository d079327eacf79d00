package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.template.HoldRecipe;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.util.List;
import java.util.Map;

/**
 * A container that will be held.
 *
 * @param hold names the hold within its container
 * @param container which container
 * @param workload what owns its pod: {@code statefulset/db}
 * @param image its image as the pod says it
 * @param template name of the template
 * @param digest digest of the template's text
 * @param namespaceText text of the template when it is one of the namespace, where it may be another one by the time of
 *     the release; otherwise empty
 * @param family what drops the lock
 * @param blocksWrites whether writes wait while it is held
 * @param role its role among its replicas
 * @param wave holds of a lower wave are taken first, those of one wave side by side
 * @param parameters values for the template
 * @param volumes its claims
 * @param level what the template can honestly claim for these volumes
 */
public record PlannedDatabase(
        String hold,
        ContainerRef container,
        String workload,
        String image,
        String template,
        String digest,
        String namespaceText,
        HoldRecipe.Family family,
        boolean blocksWrites,
        Role role,
        int wave,
        Map<String, String> parameters,
        List<PlannedVolume> volumes,
        Level level) {

    /** @param namespaceText null in plans that were saved before there were such templates */
    public PlannedDatabase {
        namespaceText = namespaceText == null ? "" : namespaceText;
    }

    boolean ofNamespace() {
        return !namespaceText.isEmpty();
    }
}
