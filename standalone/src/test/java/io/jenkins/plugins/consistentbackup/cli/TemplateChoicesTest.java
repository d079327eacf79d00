package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.local.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateChoicesTest {

    @Test
    void aNameIsForAllAndAPlaceForOne() {
        BackupRequest request = apply("pause", "statefulset/db=postgresql");
        assertThat(request.template()).contains("pause");
        assertThat(request.templates()).containsEntry("statefulset/db", "postgresql");
    }

    @Test
    void twoForAllContradictEachOther() {
        assertThatThrownBy(() -> apply("pause", "files"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("pause and files");
    }

    @Test
    void halfAChoiceIsRefused() {
        assertThatThrownBy(() -> apply("=pause")).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> apply("statefulset/db=")).isInstanceOf(InputException.class);
    }

    private static BackupRequest apply(String... values) {
        return new TemplateChoices(List.of(values)).applyTo(BackupRequest.in("shop"));
    }
}
