package io.jenkins.plugins.consistentbackup.embedded.node;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.consistentbackup.embedded.image.BuiltInImages;
import io.jenkins.plugins.consistentbackup.embedded.image.Image;
import io.jenkins.plugins.consistentbackup.embedded.image.ImageCache;
import io.jenkins.plugins.consistentbackup.embedded.image.ImageRegistry;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Sandbox;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One container with a real server, without a cluster around it: for tests of what runs inside containers. */
public final class TestContainer implements AutoCloseable {
    private static final ImageRegistry IMAGES = BuiltInImages.registry(ImageCache.ofUser());
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Image image;
    private final ContainerProcess process;
    private final ContainerLog log;

    private TestContainer(Image image, ContainerProcess process, ContainerLog log) {
        this.image = image;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts an image's own program and waits for it to say that it is ready.
     *
     * @param directory an empty directory, where its volumes live as well
     * @param volumes mount paths; a volume that is already there is used again
     * @param ready what it logs when it is ready
     */
    public static TestContainer start(
            Sandbox sandbox,
            String imageName,
            Path directory,
            Map<String, String> environment,
            List<String> volumes,
            String ready)
            throws IOException {
        Image image = IMAGES.find(imageName).orElseThrow();
        List<String> command = new ArrayList<>(image.entrypoint());
        command.addAll(image.command());
        TestContainer container = start(sandbox, image, directory, environment, volumes, command);
        Awaitility.await(imageName + " is ready").atMost(LIMIT).until(() -> container.hasEndedOrSaid(ready));
        return container;
    }

    /** Starts a container of an image with nothing in it but its files and volumes, as a prepare pod is. */
    public static TestContainer idle(Sandbox sandbox, String imageName, Path directory, List<String> volumes)
            throws Exception {
        return running(sandbox, imageName, directory, volumes, "sleep 1000 & wait");
    }

    /** Starts a container whose first process is a shell with this script. */
    public static TestContainer running(
            Sandbox sandbox, String imageName, Path directory, List<String> volumes, String script) throws Exception {
        Image image = IMAGES.find(imageName).orElseThrow();
        TestContainer container = start(sandbox, image, directory, Map.of(), volumes, List.of("sh", "-c", script));
        container.process.started().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        return container;
    }

    private static TestContainer start(
            Sandbox sandbox,
            Image image,
            Path directory,
            Map<String, String> environment,
            List<String> volumes,
            List<String> command)
            throws IOException {
        Map<String, String> variables = new LinkedHashMap<>(image.environment());
        String port = freePort();
        variables.put("PORT", port);
        image.portVariables().forEach(variable -> variables.put(variable, port));
        variables.putAll(environment);
        List<ContainerSpec.Mount> mounts = new ArrayList<>();
        for (String path : volumes) {
            mounts.add(new ContainerSpec.Mount(volume(directory, path), path, false));
        }
        Identity identity =
                new Identity(image.user(), image.user(), List.of(), Identity.DEFAULT_CAPABILITIES, false, false);
        ContainerSpec spec =
                new ContainerSpec("db", "db-0", image, command, variables, "/", identity, false, List.copyOf(mounts));
        ContainerLog log = new ContainerLog(Clock.systemUTC());
        Path state = Files.createTempDirectory(directory, "container");
        return new TestContainer(image, ContainerProcess.start(sandbox, spec, state, log), log);
    }

    /** The directory behind a mount path. */
    public static Path volume(Path directory, String mountPath) throws IOException {
        Path volume = directory.resolve("volume" + mountPath.replace('/', '-'));
        if (!Files.exists(volume)) {
            Files.createDirectory(volume);
            Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        return volume;
    }

    /** What runs a script in a shell; skips the test where this machine lacks that. */
    public static List<String> inShell(String shell, String script) {
        assumeTrue(Files.isExecutable(Path.of("/bin", shell)), "no " + shell);
        return shell.equals("busybox") ? List.of("busybox", "sh", "-c", script) : List.of(shell, "-c", script);
    }

    static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return String.valueOf(socket.getLocalPort());
        }
    }

    private boolean hasEndedOrSaid(String ready) {
        if (process.exit().isDone()) {
            throw new IllegalStateException("the container ended: " + log.tail(40));
        }
        return log.tail(200).contains(ready);
    }

    /** Starts a program beside the server. */
    public Process exec(Map<String, String> environment, List<String> command) {
        List<String> words = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(command);
        return process.exec(words);
    }

    /** Runs a program and gives its output, both streams; fails when its status is not 0. */
    public String run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        Process run = exec(environment, command);
        run.getOutputStream().close();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                + new String(run.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (run.waitFor() != 0) {
            throw new IllegalStateException("status " + run.exitValue() + ": " + output);
        }
        return output;
    }

    public String log() {
        return log.tail(1000);
    }

    /** Ends the server as a power cut does. */
    public void kill() throws Exception {
        process.kill();
        process.exit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        process.signal(image.stopSignal());
        process.exit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
