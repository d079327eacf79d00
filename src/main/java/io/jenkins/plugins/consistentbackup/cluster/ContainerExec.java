package io.jenkins.plugins.consistentbackup.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Starts programs in containers, with standard input and output, without a terminal. */
public interface ContainerExec {

    /**
     * Starts a program. Never blocks the caller.
     *
     * @param container where
     * @param command program and arguments; they end up in the API server's audit log, so nothing secret may be in them
     * @param listener hears what it prints and how it ends; called by one thread at a time
     * @return the open session; fails with {@link ClusterException} when it could not be opened
     */
    CompletableFuture<ExecSession> open(ContainerRef container, List<String> command, ExecListener listener);

    /** A running program's standard input. */
    interface ExecSession extends AutoCloseable {
        /**
         * Writes text to standard input. There is no way to send an end of file (protocol v4): end by a line.
         *
         * @throws ClusterException when the connection is gone
         */
        void send(String text);

        /** Drops the connection. The program is not ended by that: its standard input is. */
        @Override
        void close();
    }

    /** Hears a program. Must return quickly. */
    interface ExecListener {
        /** A line of standard output, without its end; longer lines than 64 KiB are cut into pieces. */
        void output(String line);

        /** A line of standard error. */
        void error(String line);

        /** The end, exactly once. */
        void ended(ExecEnd end);
    }

    /**
     * How a program ended, as far as is known.
     *
     * @param exitCode exit status, or null when the connection was lost before one came: never read that as success
     * @param reason why there is no exit status, or empty
     */
    record ExecEnd(Integer exitCode, String reason) {
        /** Whether the program is known to have ended with status 0. */
        public boolean succeeded() {
            return exitCode != null && exitCode == 0;
        }

        /**
         * Whether there was no such program. Kubernetes has no word of its own for that: it passes on what the runtime
         * says (runc: {@code exec: "sh": executable file not found in $PATH}, crun: {@code executable file `sh` not found
         * in $PATH}).
         */
        public boolean isWithoutProgram() {
            return exitCode == null && reason.matches("(?s).*executable file (`[^`]*` )?not found.*");
        }

        @Override
        public String toString() {
            return exitCode == null ? "connection lost: " + reason : "exit status " + exitCode;
        }
    }
}
