package io.jenkins.plugins.consistentbackup.policy;

import java.util.Optional;

/**
 * Where an operation is asked for.
 *
 * @param cluster name in the administrator's list; empty for a cluster that nobody listed
 * @param item full name of the job that asks, with its folders: {@code team-a/deploy}; empty outside of Jenkins
 */
public record Place(Optional<String> cluster, String item) {}
