package io.jenkins.plugins.consistentbackup.local;

import io.jenkins.plugins.consistentbackup.catalog.ManifestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file with the keys that manifests are signed with. */
public final class KeyFile {
    private KeyFile() {}

    /**
     * Reads it: a key a line.
     *
     * @throws InputException when it cannot be read, or a key in it is none
     */
    public static ManifestKeys read(Path file) {
        try {
            return ManifestKeys.read(Files.readString(file));
        } catch (IOException e) {
            throw new InputException("cannot read the file of keys " + file + ": is it there, and text in UTF-8?", e);
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
    }
}
