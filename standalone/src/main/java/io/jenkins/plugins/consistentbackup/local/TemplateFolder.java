package io.jenkins.plugins.consistentbackup.local;

import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Hook templates in files: {@code *.yaml} and {@code *.yml} of one folder, but not their tests {@code *.test.yaml}. */
public final class TemplateFolder {
    /** Longer than any template; a file that is larger is not read at all. */
    private static final long MAX_BYTES = 256 * 1024;

    private TemplateFolder() {}

    /**
     * A library and the templates of a folder.
     *
     * @throws InputException when the folder or a file cannot be read
     * @throws io.jenkins.plugins.consistentbackup.template.TemplateException when a template is wrong
     */
    public static TemplateLibrary addTo(TemplateLibrary library, Path folder) {
        TemplateLibrary all = library;
        for (Path file : files(folder)) {
            all = all.with(TemplateOrigin.WORKSPACE, file.toString(), text(file));
        }
        return all;
    }

    /** The template files of a folder by name. */
    public static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*(?<!\\.test)\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InputException("cannot read the folder of templates " + folder + ": " + reason(e), e);
        }
    }

    /** The text of a template file. */
    public static String text(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new InputException(
                        file + " is too large for a template: " + size + " bytes, at most " + MAX_BYTES + " are read");
            }
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new InputException(file + " is not text in UTF-8", e);
        } catch (IOException e) {
            throw new InputException("cannot read " + file + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "there is none of this name" : e.toString();
    }
}
