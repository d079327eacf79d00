package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import java.util.List;
import java.util.Optional;

/**
 * How a build ended.
 *
 * @param result as Jenkins would show it
 * @param failure the first thing that went wrong
 * @param failedPosts messages of {@code post} blocks that failed themselves
 */
public record BuildOutcome(BuildResult result, Optional<String> failure, List<String> failedPosts) {}
