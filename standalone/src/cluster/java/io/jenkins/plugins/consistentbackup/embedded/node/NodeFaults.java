package io.jenkins.plugins.consistentbackup.embedded.node;

import io.jenkins.plugins.consistentbackup.embedded.sandbox.FrozenProcesses;
import java.util.List;
import java.util.NoSuchElementException;

/** What can happen to the processes of a node, on demand of a test. */
public final class NodeFaults {
    private final Node node;

    NodeFaults(Node node) {
        this.node = node;
    }

    /** {@code kill -9} of a container's first process; its restart policy decides what comes next. */
    public void kill(String namespace, String pod, String container) {
        running(namespace, pod, container).kill();
    }

    /** The first process of a running container, as a pid of this machine. */
    public long pid(String namespace, String pod, String container) {
        return running(namespace, pod, container).pid();
    }

    /** Stops every process of a pod, exec sessions included, until the returned object is closed. */
    public FrozenProcesses freeze(String namespace, String pod) {
        List<Long> pids =
                lifecycle(namespace, pod).processes().map(ContainerProcess::pid).toList();
        return FrozenProcesses.of(pids);
    }

    /** The node is lost with all it runs; pods stay as they were last reported, only not ready. */
    public void loseNode() {
        node.vanish();
    }

    /** A lost node comes back and starts its pods' containers again. */
    public void returnNode() {
        node.comeBack();
    }

    private ContainerProcess running(String namespace, String pod, String container) {
        return lifecycle(namespace, pod)
                .container(container)
                .flatMap(ContainerLifecycle::process)
                .filter(ContainerProcess::isRunning)
                .orElseThrow(() -> new NoSuchElementException(
                        "container " + container + " of pod " + namespace + "/" + pod + " is not running"));
    }

    private PodLifecycle lifecycle(String namespace, String pod) {
        return node.pod(namespace, pod)
                .orElseThrow(() -> new NoSuchElementException(
                        "pod " + namespace + "/" + pod + " is not on the embedded cluster's node"));
    }
}
