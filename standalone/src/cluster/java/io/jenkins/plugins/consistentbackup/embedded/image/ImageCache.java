package io.jenkins.plugins.consistentbackup.embedded.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Images unpacked from jars of the class path, once for each user of this machine: {@code
 * ${XDG_CACHE_HOME:-~/.cache}/consistent-backup/images/<name>-<version>}. A directory under its final name is complete:
 * it is unpacked beside it and renamed.
 */
public final class ImageCache {
    private final Path directory;

    public ImageCache(Path directory) {
        this.directory = directory;
    }

    /** The cache of the current user. Java knows no home of an id without a user, as containers are given: {@code HOME} does. */
    public static ImageCache ofUser() {
        Path base = variable("XDG_CACHE_HOME")
                .orElseGet(() -> variable("HOME")
                        .orElseGet(() -> Path.of(System.getProperty("user.home")))
                        .resolve(".cache"));
        return new ImageCache(base.toAbsolutePath().resolve("consistent-backup").resolve("images"));
    }

    private static Optional<Path> variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    /** How the files of an image get into an empty directory. */
    @FunctionalInterface
    interface Unpacking {
        void into(Path directory) throws IOException;
    }

    Path get(String key, Unpacking unpacking) {
        Path target = directory.resolve(key);
        if (Files.isDirectory(target)) {
            return target;
        }
        try {
            Files.createDirectories(directory);
            Path fresh = Files.createTempDirectory(directory, key + ".");
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            unpacking.into(fresh);
            return rename(fresh, target);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack image " + key + " into " + directory, e);
        }
    }

    private static Path rename(Path fresh, Path target) throws IOException {
        try {
            return Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
            // Another process was quicker; its copy is as good.
            try (Stream<Path> files = Files.walk(fresh)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            return target;
        }
    }

    /** Unpacks a .tar.xz, with modes and symbolic links. */
    static void untar(InputStream compressed, Path directory) throws IOException {
        untarPlain(new XZInputStream(compressed), directory);
    }

    /** Unpacks a .tar, with modes and symbolic links. */
    static void untarPlain(InputStream archive, Path directory) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(archive)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = below(directory, entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(target.getParent());
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(target, below(directory, entry.getLinkName()));
                } else {
                    write(tar, target, (entry.getMode() & 0111) != 0);
                }
            }
        }
    }

    /** Unpacks the part of a zip that lies below a prefix; zips carry no modes, so what runs has to be named. */
    static void unzip(InputStream archive, String prefix, Path directory, Predicate<String> executable)
            throws IOException {
        try (ZipInputStream zip = new ZipInputStream(archive)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory() && entry.getName().startsWith(prefix)) {
                    String name = entry.getName().substring(prefix.length());
                    write(zip, below(directory, name), executable.test(name));
                }
            }
        }
    }

    private static void write(InputStream content, Path target, boolean executable) throws IOException {
        Files.createDirectories(target.getParent());
        Files.copy(content, target);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static Path below(Path directory, String name) throws IOException {
        Path target = directory.resolve(name).normalize();
        if (!target.startsWith(directory)) {
            throw new IOException("archive entry " + name + " leads out of its directory");
        }
        return target;
    }
}
