package io.jenkins.plugins.consistentbackup.template;

import io.jenkins.plugins.consistentbackup.embedded.node.TestContainer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A template's client, fed statement by statement as the holder feeds it, but from outside the container. */
final class ClientSession implements AutoCloseable {
    private final HoldRecipe hold;
    private final Process client;
    private final BufferedReader output;
    private int marks;

    ClientSession(TestContainer container, HookTemplate template, Map<String, String> parameters) {
        hold = template.hold();
        client = container.exec(parameters, TemplateParameters.arguments(hold.client(), parameters));
        output = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What the client printed for these statements; fails when it ends, with what it said. */
    List<String> feed(String statements) throws Exception {
        String mark = "mark-" + ++marks;
        String text = statements.replace("{lockWait}", "5").replace("{heartbeat}", "10") + "\n"
                + hold.mark().orElseThrow().replace("{mark}", mark) + "\n";
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
        return CompletableFuture.supplyAsync(() -> readTo(mark)).get(60, TimeUnit.SECONDS);
    }

    private List<String> readTo(String mark) {
        List<String> lines = new ArrayList<>();
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(mark)) {
                    return lines;
                }
                lines.add(line);
            }
            throw new IllegalStateException("the client ended: " + lines + " " + errors());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String errors() throws IOException {
        return new String(client.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** How the client ended by itself. */
    int exitValue() throws InterruptedException {
        return client.waitFor();
    }

    @Override
    public void close() throws Exception {
        client.getOutputStream().close();
        client.waitFor(20, TimeUnit.SECONDS);
    }
}
