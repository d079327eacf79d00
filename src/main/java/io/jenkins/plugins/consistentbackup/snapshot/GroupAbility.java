package io.jenkins.plugins.consistentbackup.snapshot;

import io.jenkins.plugins.consistentbackup.snapshot.CutRequest.GroupWay;
import java.util.Optional;

/**
 * Whether volumes can be cut by one group snapshot.
 *
 * @param way how; absent when they cannot
 * @param why why not, and what to do; empty when they can
 */
public record GroupAbility(Optional<GroupWay> way, String why) {}
