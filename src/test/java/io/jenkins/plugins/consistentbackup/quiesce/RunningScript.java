package io.jenkins.plugins.consistentbackup.quiesce;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecEnd;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The script in a container, as the orchestrator sees it. */
final class RunningScript implements ExecListener {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final LocalContainer.Session session;

    RunningScript(final LocalContainer container, final HoldRequest request) {
        this(container, HolderScript.hold(request, "cb-" + request.id()));
    }

    RunningScript(final LocalContainer container, final String text) {
        session = (LocalContainer.Session)
                container.open(LocalContainer.REF, HolderScript.COMMAND, this).join();
        session.send(text);
    }

    Process process() {
        return session.process();
    }

    /** Takes its input away and hears nothing more, as a lost connection does. */
    void close() {
        session.close();
    }

    void send(final String line) {
        session.send(line + "\n");
    }

    void trySend(final String line) {
        try {
            send(line);
        } catch (RuntimeException e) {
            // What was killed is what would have read it.
        }
    }

    /** Skips lines until this one; false when the deadline came instead. */
    boolean until(final String wanted) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        for (String line = ""; !wanted.equals(line); seen.add(line)) {
            line = lines.poll(10, TimeUnit.SECONDS);
            assertThat(line).as("after " + seen).isNotNull();
            if (line.equals("EXPIRED DEADLINE")) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void output(final String line) {
        lines.add(line);
    }

    @Override
    public void error(final String line) {
        lines.add("stderr " + line);
    }

    @Override
    public void ended(final ExecEnd end) {
        lines.add(end.toString());
    }
}
