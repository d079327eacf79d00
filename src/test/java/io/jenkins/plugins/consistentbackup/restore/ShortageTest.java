package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which refusals are for lack of room, and which may pass by themselves. */
class ShortageTest {
    private static final PersistentVolumeClaim CLAIM = new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withName("data-db-0")
            .withNamespace("copy")
            .endMetadata()
            .build();

    @ParameterizedTest
    @CsvSource({
        "Warning, ProvisioningFailed, rpc error: code = ResourceExhausted desc = no space left, true",
        "Warning, ProvisioningFailed, rpc error: code = OutOfRange desc = at most 1Ti, true",
        "Warning, ProvisioningFailed, rpc error: code = DeadlineExceeded desc = context deadline exceeded, false",
        "Warning, ProvisioningFailed, rpc error: code = Aborted desc = an operation is at work, false",
        "Warning, ProvisioningFailed, error getting handle for DataSource: snapshot x is not Ready, false",
        "Warning, FailedBinding, code = ResourceExhausted, false",
        "Normal, ProvisioningFailed, code = ResourceExhausted, false",
        "Warning, ProvisioningFailed, , false"
    })
    void isToldByTheProvisionerWithTheDriversCode(
            final String type, final String reason, final String message, final boolean told) {
        assertThat(Shortage.isTold(new EventBuilder()
                        .withType(type)
                        .withReason(reason)
                        .withMessage(message)
                        .build()))
                .isEqualTo(told);
    }

    @Test
    void ofAQuotaIsNamedWithWhatToDo() {
        assertThat(Shortage.ofQuota(
                        CLAIM, new ClusterException(Reason.FORBIDDEN, "HTTP 403: exceeded quota: storage, used: 9Gi")))
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .contains(
                        "a ResourceQuota of namespace copy leaves no room for PersistentVolumeClaim data-db-0",
                        "exceeded quota: storage",
                        "have the quota raised");
    }

    @Test
    void isNoOtherRefusal() {
        assertThat(Shortage.ofQuota(CLAIM, new ClusterException(Reason.FORBIDDEN, "HTTP 403: no such right")))
                .isEmpty();
        assertThat(Shortage.ofQuota(CLAIM, new ClusterException(Reason.SERVER, "exceeded quota")))
                .isEmpty();
        assertThat(Shortage.ofQuota(CLAIM, new IllegalStateException("exceeded quota")))
                .isEmpty();
    }
}
