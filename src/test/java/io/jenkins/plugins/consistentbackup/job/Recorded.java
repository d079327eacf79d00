package io.jenkins.plugins.consistentbackup.job;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;

/** What the Jenkins that runs has on record of operations. */
public final class Recorded {
    private Recorded() {}

    /** Whether nothing runs and nothing is left to be cleaned up. */
    public static boolean nothing() throws IOException {
        return records().isEmpty();
    }

    /** The phases that operations of a namespace are in. */
    public static List<String> phases(final String namespace) throws IOException {
        return records().stream()
                .filter(record -> record.cluster().getNamespace().equals(namespace))
                .map(record -> record.state().getPhase())
                .toList();
    }

    /** What is on disk of them now; what is replaced or removed meanwhile may be missing. */
    public static List<String> texts() {
        Path directory = Jenkins.get().getRootDir().toPath().resolve("consistent-backup/runs");
        List<String> texts = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                texts.add(Files.readString(file));
            }
        } catch (IOException e) {
            return texts;
        }
        return texts;
    }

    private static List<RunRecord> records() throws IOException {
        return RunRecords.of(Jenkins.get()).all();
    }
}
