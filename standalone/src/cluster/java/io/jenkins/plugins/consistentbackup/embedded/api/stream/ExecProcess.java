package io.jenkins.plugins.consistentbackup.embedded.api.stream;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** A program that runs in a container. Nobody but itself ends it: when its caller is gone, its stdin ends. */
public interface ExecProcess {

    OutputStream stdin();

    InputStream stdout();

    InputStream stderr();

    /** Completes with the exit status; 128 + n after signal n. */
    CompletableFuture<Integer> exit();

    /** A process of this machine. */
    static ExecProcess of(Process process) {
        CompletableFuture<Integer> exit = process.onExit().thenApply(Process::exitValue);
        return new ExecProcess() {
            @Override
            public OutputStream stdin() {
                return process.getOutputStream();
            }

            @Override
            public InputStream stdout() {
                return process.getInputStream();
            }

            @Override
            public InputStream stderr() {
                return process.getErrorStream();
            }

            @Override
            public CompletableFuture<Integer> exit() {
                return exit;
            }
        };
    }
}
