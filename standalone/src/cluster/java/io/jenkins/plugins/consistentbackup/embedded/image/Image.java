package io.jenkins.plugins.consistentbackup.embedded.image;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An image as the node runs it: a directory of this machine that is mounted read-only into the container, and the
 * defaults that a container's spec may override.
 */
public final class Image {
    /** Directories of programs in every container; the host's {@code /usr} is mounted there. */
    public static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Builder built;

    private Image(Builder built) {
        this.built = built;
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    public String name() {
        return built.name;
    }

    /** The host's directory with the image's files, if it has any. */
    public Optional<Path> files() {
        return Optional.ofNullable(built.files);
    }

    /** Where {@link #files()} appear in the container. */
    public String mountPath() {
        return "/opt/" + built.name;
    }

    /** Files that the container gets at absolute paths of its own root, executable: path → content. */
    public Map<String, String> scripts() {
        return built.scripts;
    }

    /** Directories of the container's root that belong to {@link #user()}. */
    public List<String> directories() {
        return built.directories;
    }

    public List<String> entrypoint() {
        return built.entrypoint;
    }

    public List<String> command() {
        return built.command;
    }

    public Map<String, String> environment() {
        return built.environment;
    }

    /** The numeric user and group that processes get unless the pod says otherwise. */
    public int user() {
        return built.user;
    }

    public String userName() {
        return built.userName;
    }

    public String workingDirectory() {
        return built.workingDirectory;
    }

    /** The name of the signal that asks the first process to end, without SIG. */
    public String stopSignal() {
        return built.stopSignal;
    }

    public OptionalInt port() {
        return built.port == 0 ? OptionalInt.empty() : OptionalInt.of(built.port);
    }

    /** Further variables that carry the port, so that clients in the container find the server: {@code PGPORT}. */
    public List<String> portVariables() {
        return built.portVariables;
    }

    /** Collects what an image consists of; everything but the name is optional. */
    public static final class Builder {
        private final String name;
        private final Map<String, String> scripts = new LinkedHashMap<>();
        private final Map<String, String> environment = new LinkedHashMap<>(Map.of("PATH", SYSTEM_PATH));
        private Path files;
        private List<String> directories = List.of();
        private List<String> entrypoint = List.of();
        private List<String> command = List.of("sh");
        private int user;
        private String userName = "root";
        private String workingDirectory = "/";
        private String stopSignal = "TERM";
        private int port;
        private List<String> portVariables = List.of();

        private Builder(String name) {
            this.name = name;
        }

        public Builder files(Path directory) {
            this.files = directory;
            environment.put("PATH", "/opt/" + name + "/bin:" + SYSTEM_PATH);
            return this;
        }

        public Builder script(String path, String content) {
            scripts.put(path, content);
            return this;
        }

        public Builder directories(String... paths) {
            this.directories = List.of(paths);
            return this;
        }

        public Builder entrypoint(String... words) {
            this.entrypoint = List.of(words);
            return this;
        }

        public Builder command(String... words) {
            this.command = List.of(words);
            return this;
        }

        public Builder environment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        public Builder user(int id, String userName) {
            this.user = id;
            this.userName = userName;
            return this;
        }

        public Builder workingDirectory(String directory) {
            this.workingDirectory = directory;
            return this;
        }

        public Builder stopSignal(String signal) {
            this.stopSignal = signal;
            return this;
        }

        public Builder port(int number, String... variables) {
            this.port = number;
            this.portVariables = List.of(variables);
            return this;
        }

        public Image build() {
            return new Image(this);
        }
    }
}
