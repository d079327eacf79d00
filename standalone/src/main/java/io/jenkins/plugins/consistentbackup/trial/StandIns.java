package io.jenkins.plugins.consistentbackup.trial;

import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.TemplateTest;
import io.jenkins.plugins.consistentbackup.template.TemplateTest.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The programs of a container that a test speaks of, as shell scripts that answer as it says and log what they are asked.
 * A container's PATH has them and the programs that any container has, and nothing else of this machine: a test must not
 * find a database's client that happens to be installed.
 */
final class StandIns {
    /** What busybox has and scripts use. */
    private static final List<String> ORDINARY = List.of(
            ("awk base64 basename cat chmod chown cp cut date dd df dirname du env expr false find grep head hostname"
                            + " id kill ln ls md5sum mkdir mktemp mv nohup od printf ps pwd readlink rm rmdir sed seq sha256sum"
                            + " sleep sort stat sync tac tail tee test timeout touch tr true uname uniq wc xargs")
                    .split(" "));

    private static final List<Path> FOLDERS = List.of(Path.of("/usr/bin"), Path.of("/bin"));

    private final Path programs;
    private final Path log;

    private StandIns(final Path programs, final Path log) {
        this.programs = programs;
        this.log = log;
    }

    /**
     * Writes them.
     *
     * @param folder where; exists and is empty
     * @param shell what the container has as {@code sh}
     * @param template whose mark they know
     * @param test whose answers they give
     */
    static StandIns in(final Path folder, final Path shell, final HookTemplate template, final TemplateTest test)
            throws IOException {
        StandIns standIns = new StandIns(Files.createDirectory(folder.resolve("bin")), folder.resolve("asked"));
        Files.createFile(standIns.log);
        Map<String, StringBuilder> scripts = new LinkedHashMap<>();
        int number = 0;
        for (Answer answer : test.answers()) {
            scripts.computeIfAbsent(answer.program(), name -> head(folder, template, name, test.answers()))
                    .append(answer(answer, ++number));
        }
        for (Map.Entry<String, StringBuilder> script : scripts.entrySet()) {
            Path program = standIns.programs.resolve(script.getKey());
            Files.writeString(program, script.getValue() + "cb_listen \"$@\"\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.createSymbolicLink(standIns.programs.resolve("sh"), shell);
        for (String name : ORDINARY) {
            if (!scripts.containsKey(name)) {
                standIns.link(name);
            }
        }
        return standIns;
    }

    private void link(final String name) throws IOException {
        for (Path folder : FOLDERS) {
            Path program = folder.resolve(name);
            if (Files.isExecutable(program)) {
                Files.createSymbolicLink(programs.resolve(name), program);
                return;
            }
        }
    }

    private static StringBuilder head(
            final Path folder, final HookTemplate template, final String name, final List<Answer> answers) {
        String[] mark = template.hold().mark().orElse("").split("\\{mark}", 2);
        boolean listens = answers.stream()
                .anyMatch(answer -> answer.statement() && answer.program().equals(name));
        return new StringBuilder("#!/bin/sh\n")
                .append(assignment("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"))
                .append(assignment("cb_folder", folder.toString()))
                .append(assignment("cb_name", name))
                .append(assignment("cb_before", mark[0]))
                .append(assignment("cb_after", mark.length > 1 ? mark[1].stripTrailing() : ""))
                .append(assignment("cb_listens", listens ? "yes" : ""))
                .append(resource());
    }

    private static String answer(final Answer answer, final int number) {
        return String.join(
                        " ",
                        "cb_answer",
                        Integer.toString(number),
                        answer.statement() ? "statement" : "arguments",
                        quoted(answer.asked()),
                        quoted(withEnd(answer.prints())),
                        quoted(withEnd(answer.errors())),
                        Integer.toString(answer.status()),
                        Integer.toString(answer.times()))
                + " \"$@\"\n";
    }

    private static String withEnd(final String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    private static String assignment(final String name, final String value) {
        return name + "=" + quoted(value) + "\n";
    }

    private static String quoted(final String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String resource() {
        try (InputStream stream = StandIns.class.getResourceAsStream("stand-in.sh")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only folder of the container's PATH. */
    Path programs() {
        return programs;
    }

    /** What all of them were asked up to now: name and arguments, or name, {@code <} and a line of standard input. */
    String asked() throws IOException {
        return Files.readString(log);
    }
}
