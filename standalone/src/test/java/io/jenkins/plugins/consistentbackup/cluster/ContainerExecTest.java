package io.jenkins.plugins.consistentbackup.cluster;

import static io.jenkins.plugins.consistentbackup.cluster.ServedCluster.get;
import static io.jenkins.plugins.consistentbackup.cluster.ServedCluster.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecEnd;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecListener;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecSession;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs in containers, through the embedded API server. */
class ContainerExecTest {
    @RegisterExtension
    final ServedCluster served = new ServedCluster();

    private ContainerRef pod() throws Exception {
        String uid = get(served.cluster()
                        .create(
                                Kind.PODS,
                                new PodBuilder()
                                        .withNewMetadata()
                                        .withNamespace("shop")
                                        .withName("db-0")
                                        .endMetadata()
                                        .withNewSpec()
                                        .withNodeName("node-1")
                                        .addNewContainer()
                                        .withName("db")
                                        .withImage("postgres")
                                        .endContainer()
                                        .endSpec()
                                        .build()))
                .getMetadata()
                .getUid();
        served.store().edit(served.store().types().find("", "v1", "pods").orElseThrow(), "shop", "db-0", pod -> {
            pod.withObject("/status").put("phase", "Running");
            return pod;
        });
        return new ContainerRef("shop", "db-0", uid, "db");
    }

    @Test
    void programsReadWriteAndEndWithAStatus() throws Exception {
        ContainerRef pod = pod();
        Heard heard = new Heard();
        try (ExecSession session = get(served.cluster()
                .exec()
                .open(pod, List.of("sh", "-c", "read -r line; echo \"got $line\"; echo oops >&2; exit 7"), heard))) {
            session.send("a line with ünïcode\n");
            assertThat(List.of(heard.next(), heard.next())).contains("out got a line with ünïcode", "err oops");
            assertThat(heard.next()).isEqualTo("exit status 7");
        }
    }

    @Test
    void floodOfOutputIsCutIntoLines() throws Exception {
        ContainerRef pod = pod();
        Heard heard = new Heard();
        get(served.cluster()
                .exec()
                .open(pod, List.of("sh", "-c", "head -c 20000000 /dev/zero | tr '\\0' x; echo; echo end"), heard));

        assertThat(heard.end.get(60, TimeUnit.SECONDS).succeeded()).isTrue();
        assertThat(heard.longest).isEqualTo(LineSplitter.LONGEST);
        assertThat(heard.characters).isEqualTo(20_000_003);
    }

    @Test
    void lostConnectionIsNoSuccess() throws Exception {
        ContainerRef pod = pod();
        Heard heard = new Heard();
        get(served.cluster().exec().open(pod, List.of("sh", "-c", "echo up; cat"), heard));
        assertThat(heard.next()).isEqualTo("out up");

        served.server().cutConnections();

        ExecEnd end = heard.end.get(10, TimeUnit.SECONDS);
        assertThat(end.exitCode()).isNull();
        assertThat(end.succeeded()).isFalse();
    }

    @Test
    void programThatIsNotThereAndPodThatWasReplacedAreTold() throws Exception {
        ContainerRef pod = pod();
        Heard heard = new Heard();
        CompletableFuture<ExecSession> missing = served.cluster().exec().open(pod, List.of("no-such-program"), heard);
        if (reason(missing) == null) {
            assertThat(heard.end.get(10, TimeUnit.SECONDS).succeeded()).isFalse();
        }
        ContainerRef earlier = new ContainerRef("shop", "db-0", "uid of yesterday", "db");
        assertThat(reason(served.cluster().exec().open(earlier, List.of("cat"), new Heard())))
                .isEqualTo(Reason.NOT_FOUND);
        ContainerRef gone = new ContainerRef("shop", "db-9", "", "db");
        assertThat(reason(served.cluster().exec().open(gone, List.of("cat"), new Heard())))
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void connectingToAProgramIsTriedAgain() throws Exception {
        ContainerRef pod = pod();
        served.server()
                .injectFaults(
                        FaultPlan.times(2, request -> request.subresource().equals("exec"), Fault.internalError()));
        Heard heard = new Heard();

        get(served.cluster().exec().open(pod, List.of("echo", "up"), heard));

        assertThat(heard.next()).isEqualTo("out up");
    }

    /** What a program said. */
    private static final class Heard implements ExecListener {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final CompletableFuture<ExecEnd> end = new CompletableFuture<>();
        private int longest;
        private long characters;

        String next() throws InterruptedException {
            return lines.poll(10, TimeUnit.SECONDS);
        }

        @Override
        public void output(final String line) {
            longest = Math.max(longest, line.length());
            characters += line.length();
            if (line.length() < 1000) {
                lines.add("out " + line);
            }
        }

        @Override
        public void error(final String line) {
            lines.add("err " + line);
        }

        @Override
        public void ended(final ExecEnd how) {
            lines.add(how.toString());
            end.complete(how);
        }
    }
}
