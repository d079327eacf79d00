package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.backup.BackupException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.phase.RunFailedException;
import io.jenkins.plugins.consistentbackup.quiesce.HoldException;
import org.junit.jupiter.api.Test;

class FailureTextTest {

    @Test
    void aRefusedPlanMeansThatNothingWasTried() {
        BackupException refused = new BackupException("there is no namespace shopp");
        assertThat(FailureText.of(new RunFailedException("plan", refused.getMessage(), refused)))
                .isEqualTo(new FailureText(ExitCodes.BAD_INPUT, "there is no namespace shopp", true));
    }

    @Test
    void aFailureAfterThePlanIsAFailure() {
        HoldException lost = new HoldException("the hold was lost");
        assertThat(FailureText.of(new RunFailedException("cut", lost.getMessage(), lost))
                        .exitCode())
                .isEqualTo(ExitCodes.FAILED);
    }

    @Test
    void aMissingRightHasACodeOfItsOwn() {
        ClusterException forbidden = new ClusterException(ClusterException.Reason.FORBIDDEN, "may not list pods");
        assertThat(FailureText.of(forbidden).exitCode()).isEqualTo(ExitCodes.NOT_ALLOWED);
        assertThat(FailureText.of(new RunFailedException("plan", "may not list pods", forbidden))
                        .exitCode())
                .isEqualTo(ExitCodes.NOT_ALLOWED);
    }

    @Test
    void whatNobodyForesawIsSaidToBeSo() {
        assertThat(FailureText.of(new NullPointerException("x")).expected()).isFalse();
    }
}
