package io.jenkins.plugins.consistentbackup.embedded.api.stream;

/**
 * @param follow whether to wait for more
 * @param tailLines how many of the last lines to begin with; negative: all
 * @param previous whether it is about the container that ran before the last restart
 */
public record LogRequest(boolean follow, long tailLines, boolean previous) {}
