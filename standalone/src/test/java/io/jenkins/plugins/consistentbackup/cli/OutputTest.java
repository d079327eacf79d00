package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.local.Table;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final BackupReport REPORT = new BackupReport(
            "shop-1",
            "shop",
            Level.APPLICATION,
            List.of("held"),
            NOON,
            NOON,
            NOON,
            NOON,
            List.of(),
            List.of(new BackupReport.Database("mariadb-0", "mariadb", 80, 70, List.of())),
            List.of("shop-1-data"),
            List.of());

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void textIsTheLines() {
        output(Output.Format.text, true).result(REPORT, List.of("one", "two"));
        assertThat(out.toString().lines()).containsExactly("one", "two");
    }

    @Test
    void documentsHaveEveryField() {
        output(Output.Format.json, true).result(REPORT, List.of());
        assertThat(out.toString())
                .contains(
                        "\"level\" : \"application\"",
                        "\"started\" : \"2026-01-02T12:00:00Z\"",
                        "\"freezeMillis\" : 70");
    }

    @Test
    void yamlIsADocumentToo() {
        output(Output.Format.yaml, true).result(REPORT, List.of());
        assertThat(out.toString()).startsWith("---\n").contains("level: \"application\"");
    }

    @Test
    void progressIsQuietInAPipe() {
        output(Output.Format.text, false).progress("hold");
        assertThat(err.toString()).isEmpty();
        output(Output.Format.text, true).progress("hold");
        assertThat(err.toString()).isEqualTo("  hold\n");
    }

    @Test
    void tablesAlignTheirColumns() {
        assertThat(new Table("A", "LONGER", "C")
                        .row("1", "x", "")
                        .row("22", "yy", "z")
                        .lines())
                .containsExactly("A   LONGER  C", "1   x", "22  yy      z");
        assertThat(new Table("A").lines()).isEmpty();
    }

    private Output output(Output.Format format, boolean watched) {
        return new Output(new PrintWriter(out, true), new PrintWriter(err, true), format, watched);
    }
}
