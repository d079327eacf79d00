package io.jenkins.plugins.consistentbackup.job;

import hudson.XmlFile;
import hudson.model.Computer;
import hudson.remoting.SingleLaneExecutorService;
import hudson.util.AtomicFileWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;

/** The records of all operations that run, a file each. They are written before anything is held. */
final class RunRecords {
    private static final Logger LOGGER = Logger.getLogger(RunRecords.class.getName());
    private static final Pattern ID = Pattern.compile("[-0-9a-f]{1,64}");

    private final Path directory;
    /** One after the other, so that an older state never replaces a newer one. */
    private final Executor writer = new SingleLaneExecutorService(Computer.threadPoolForRemoting);

    RunRecords(final Path directory) {
        this.directory = directory;
    }

    /** Those of a Jenkins. */
    static RunRecords of(final Jenkins jenkins) {
        return new RunRecords(jenkins.getRootDir().toPath().resolve("consistent-backup/runs"));
    }

    /** Completes when the record would be found after a crash. */
    CompletableFuture<Void> save(final RunRecord record) {
        // Here and not by the writer: the state that it stands for may go on changing.
        String xml = Jenkins.XSTREAM2.toXML(record);
        Path file = file(record.id());
        return CompletableFuture.runAsync(() -> write(file, xml), writer);
    }

    /** Completes when there is no such record any more. */
    CompletableFuture<Void> remove(final String id) {
        Path file = file(id);
        return CompletableFuture.runAsync(() -> delete(file), writer);
    }

    /** A record as it was saved last, or nothing when that operation never began, or has ended. */
    Optional<RunRecord> find(final String id) throws IOException {
        Path file = file(id);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /** All records; one that cannot be read is named in the log of Jenkins and left where it is. */
    List<RunRecord> all() throws IOException {
        List<RunRecord> records = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return records;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.xml")) {
            for (Path file : files) {
                try {
                    records.add(read(file));
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, "cannot read " + file + "; what it stands for is not cleaned up", e);
                }
            }
        }
        return records;
    }

    private Path file(final String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("'" + id + "' is not the id of a record");
        }
        return directory.resolve(id + ".xml");
    }

    private static RunRecord read(final Path file) throws IOException {
        return (RunRecord) new XmlFile(Jenkins.XSTREAM2, file.toFile()).read();
    }

    private static void write(final Path file, final String xml) {
        try {
            Files.createDirectories(file.getParent());
            try (AtomicFileWriter out = new AtomicFileWriter(file, StandardCharsets.UTF_8, false, true)) {
                out.write("<?xml version='1.1' encoding='UTF-8'?>\n");
                out.write(xml);
                out.commit();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the controller cannot write " + file + ", without which nothing is begun", e);
        }
    }

    private static void delete(final Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the controller cannot remove " + file, e);
        }
    }
}
