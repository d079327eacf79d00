package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.node.Probe.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/** Puts the question of a probe to a running container. */
final class ProbeQuestions {
    private static final int OUTPUT_BYTES = 10 * 1024; // maxRespBodyLength of the kubelet

    private ProbeQuestions() {}

    /** @param port the host's port that stands for a port of the container */
    static CompletableFuture<Answer> ask(
            JsonNode probe, ContainerProcess process, IntUnaryOperator port, Executor workers) {
        long seconds = Math.max(1, probe.path("timeoutSeconds").asLong(1));
        if (probe.has("exec")) {
            List<String> command =
                    Json.items(probe, "/exec/command").map(JsonNode::asText).toList();
            return CompletableFuture.supplyAsync(() -> exec(process, command, seconds), workers);
        }
        if (probe.has("tcpSocket")) {
            int number = port.applyAsInt(probe.at("/tcpSocket/port").asInt());
            return CompletableFuture.supplyAsync(() -> connect(number, seconds), workers);
        }
        return CompletableFuture.completedFuture(
                new Answer(false, "the embedded cluster models exec and tcpSocket probes only"));
    }

    private static Answer exec(ContainerProcess container, List<String> command, long seconds) {
        Process process;
        try {
            process = container.exec(command);
        } catch (StartFailedException e) {
            return new Answer(false, e.getMessage());
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                // The program is a child of nsenter in a namespace below ours: all of its tree is visible from here.
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new Answer(false, "command timed out after " + seconds + "s");
            }
            String said = new String(process.getInputStream().readNBytes(OUTPUT_BYTES), StandardCharsets.UTF_8)
                    + new String(process.getErrorStream().readNBytes(OUTPUT_BYTES), StandardCharsets.UTF_8);
            return new Answer(process.exitValue() == 0, said.strip());
        } catch (IOException e) {
            return new Answer(false, e.getMessage());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Answer(false, "interrupted");
        }
    }

    private static Answer connect(int port, long seconds) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int)
                    TimeUnit.SECONDS.toMillis(seconds));
            return new Answer(true, "");
        } catch (IOException e) {
            return new Answer(false, "dial tcp 127.0.0.1:" + port + ": " + e.getMessage());
        }
    }
}
