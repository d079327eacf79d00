package io.jenkins.plugins.consistentbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassDecisionTest {

    /** Classes are written as name:driver, with a star for a default. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | fast:csi.x*                | fast | ''",
                "'' | fast:csi.x* slow:csi.x     | fast | ''",
                "'' | other:csi.y*               | ''   | driver csi.x of claim shop/data has no VolumeSnapshotClass;",
                "'' | fast:csi.x slow:csi.x      | ''   | has no default VolumeSnapshotClass; name one of: fast, slow",
                "'' | fast:csi.x* slow:csi.x*    | ''   | has 2 default VolumeSnapshotClasses (fast, slow); name one",
                "slow | fast:csi.x* slow:csi.x   | slow | ''",
                "none | fast:csi.x*              | ''   | no VolumeSnapshotClass none; VolumeSnapshotClasses of driver csi.x: fast",
                "other | other:csi.y*            | ''   | is for driver csi.y, but claim shop/data has driver csi.x",
            })
    void choosesAsTheSnapshotControllerDoes(
            final String named, final String classes, final String chosen, final String problem) {
        List<ClassFacts> facts =
                Arrays.stream(classes.split(" ")).map(ClassDecisionTest::parse).toList();
        ClassDecision decision = ClassDecision.of("VolumeSnapshotClass", "csi.x", "claim shop/data", named, facts);
        assertThat(decision.chosen().map(ClassFacts::name).orElse("")).isEqualTo(chosen);
        assertThat(decision.problem()).contains(problem);
        assertThat(decision.problem().isEmpty()).isEqualTo(decision.chosen().isPresent());
    }

    private static ClassFacts parse(final String text) {
        String[] parts = text.replace("*", "").split(":");
        return new ClassFacts(parts[0], parts[1], "Delete", text.endsWith("*"));
    }
}
