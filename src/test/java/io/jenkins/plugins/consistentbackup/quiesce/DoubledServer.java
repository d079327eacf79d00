package io.jenkins.plugins.consistentbackup.quiesce;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateParameters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server that cannot be had here: its client and its state are played by a program that enforces the vendor's rules. */
enum DoubledServer {
    MONGODB("mongodb", List.of("mongosh"), Map.of()),
    DB2("db2", List.of("db2", "db2inidb"), Map.of("DATABASE", "shop"));

    private static final String USERS = "\"users\": {\"root\": {\"password\": \"s e'c\\\"r$t\", \"rights\":"
            + " [\"fsync\", \"unlock\", \"replSetGetStatus\", \"getCmdLineOpts\"]},"
            + " \"reader\": {\"password\": \"s e'c\\\"r$t\", \"rights\": []}}";

    private final String template;
    private final List<String> programs;
    private final Map<String, String> parameters;

    DoubledServer(final String template, final List<String> programs, final Map<String, String> parameters) {
        this.template = template;
        this.programs = programs;
        this.parameters = parameters;
    }

    HookTemplate template() {
        return TemplateLibrary.builtIn().named(template);
    }

    /** Puts the client among the programs of a container, and starts the server: it is not held. */
    void install(final Path directory, final String shell) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("bin-" + shell));
        for (String name : programs) {
            try (InputStream program = DoubledServer.class.getResourceAsStream("../doubles/" + name)) {
                Files.write(folder.resolve(name), program.readAllBytes());
                Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        Files.writeString(directory.resolve("password"), "s e'c\"r$t");
        Files.createDirectories(directory.resolve("db2-server"));
        mongod(directory, 0, "");
    }

    /** Sets how MongoDB's server is, besides its defaults: unlocked. */
    static void mongod(final Path directory, final String more) throws IOException {
        mongod(directory, 0, more);
    }

    /** The same, locked so often. */
    static void mongod(final Path directory, final int locks, final String more) throws IOException {
        Files.writeString(
                directory.resolve("mongod.json"),
                "{\"port\": 27017, \"lockCount\":" + locks
                        + ", \"processId\": \"65f0\", \"dbPath\": \"/data/db\", \"log\": [], " + USERS + more + "}");
    }

    Map<String, String> parameters(final Path directory, final Map<String, String> more) {
        Map<String, String> all = new HashMap<>(parameters);
        if (this == MONGODB) {
            all.put("PASSWORD_FILE", directory.resolve("password").toString());
        }
        if (this == DB2) {
            String user = System.getProperty("user.name");
            assumeTrue(user.matches("[a-z].*"), "the owner of the instance has no name");
            all.put("INSTANCE", user);
        }
        all.putAll(more);
        return TemplateParameters.complete(template(), all);
    }

    HoldRequest request(final Path directory, final String id, final Map<String, String> more) {
        return new HoldRequest(
                id,
                LocalContainer.REF,
                template(),
                parameters(directory, more),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(6));
    }

    /** Whether writes are blocked. */
    boolean isHeld(final Path directory) throws IOException {
        return this == DB2
                ? Files.exists(directory.resolve("db2-server/suspended"))
                : !state(directory).contains("\"lockCount\":0");
    }

    /** Everything that the server remembers: for messages and for what was asked of it. */
    String state(final Path directory) throws IOException {
        Path log = directory.resolve("db2-server/log");
        return this == MONGODB
                ? Files.readString(directory.resolve("mongod.json"))
                : Files.exists(log) ? Files.readString(log) : "";
    }

    /** Why this cannot be run here, if so. */
    Optional<String> missing() {
        boolean node = List.of("/usr/bin/node", "/usr/local/bin/node").stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path)));
        return this == MONGODB && !node ? Optional.of("no node to run the double of mongosh") : Optional.empty();
    }
}
