package io.jenkins.plugins.consistentbackup.embedded.api;

import io.jenkins.plugins.consistentbackup.embedded.api.stream.ExecHandler;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.LogHandler;
import java.io.IOException;
import java.time.Duration;

/**
 * What can be chosen of an API server.
 *
 * @param port 0: a free one
 * @param tls false: plain HTTP, for looking at what goes over the wire
 * @param exec who runs programs in containers
 * @param logs who has the output of containers
 * @param bookmarkInterval how often watches that allow it get a bookmark
 */
public record ApiServerOptions(int port, boolean tls, ExecHandler exec, LogHandler logs, Duration bookmarkInterval) {

    public static final ApiServerOptions DEFAULTS = new ApiServerOptions(
            0,
            true,
            (pod, container, command) -> {
                throw new IOException("this cluster has no node that could run anything");
            },
            (pod, container, request) -> {
                throw new IOException("this cluster has no node that could have a log");
            },
            Duration.ofSeconds(10));

    public ApiServerOptions withPort(int wanted) {
        return new ApiServerOptions(wanted, tls, exec, logs, bookmarkInterval);
    }

    public ApiServerOptions withPlainHttp() {
        return new ApiServerOptions(port, false, exec, logs, bookmarkInterval);
    }

    public ApiServerOptions withExec(ExecHandler handler) {
        return new ApiServerOptions(port, tls, handler, logs, bookmarkInterval);
    }

    public ApiServerOptions withLogs(LogHandler handler) {
        return new ApiServerOptions(port, tls, exec, handler, bookmarkInterval);
    }

    public ApiServerOptions withBookmarkInterval(Duration interval) {
        return new ApiServerOptions(port, tls, exec, logs, interval);
    }
}
