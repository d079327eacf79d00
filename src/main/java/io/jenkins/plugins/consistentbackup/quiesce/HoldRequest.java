package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import java.time.Duration;
import java.util.Map;

/**
 * How one container is to be held.
 *
 * @param id names the hold within its container, so that it can be found again after the death of who asked: a DNS
 *     label
 * @param container which container
 * @param template how
 * @param parameters values for the template's parameters, complete and checked
 * @param lockWait how long the database may wait for the lock; shorter than the budget
 * @param budget how long the orchestrator will hold at most, from the moment the acquisition is sent; shorter than the
 *     deadline
 * @param deadline how long the container lets the hold stand at most, whatever happens to the orchestrator
 * @param heartbeat how long the container lets the hold stand without a sign of life from the orchestrator
 */
public record HoldRequest(
        String id,
        ContainerRef container,
        HookTemplate template,
        Map<String, String> parameters,
        Duration lockWait,
        Duration budget,
        Duration deadline,
        Duration heartbeat) {}
