package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restore is taken back that cannot put its marks against late requests at once. */
class LateRequestMarksTest {
    private HalfDoneRestore restore;

    @AfterEach
    void stop() {
        restore.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "FORBIDDEN", "INVALID"})
    void oneRefusalDoesNotLeaveAClaimOpenToLateRequests(final Reason reason) {
        restore = HalfDoneRestore.withNewClaims(Profile.NAMESPACE);
        List<String> marked = new ArrayList<>();

        restore.takeBack(restore.meddled().refusing(Kind.CLAIMS, "patch", 1, reason, marked));

        assertThat(marked).containsExactly("data-db-0", HalfDoneRestore.CLAIM);
        assertThat(restore.shop.data()).containsOnly("old written");
    }

    @Test
    void oneRefusalDoesNotLeaveAWorkloadOpenToLateRequests() {
        restore = HalfDoneRestore.begun(Profile.NAMESPACE);
        List<String> changed = new ArrayList<>();

        restore.takeBack(restore.meddled().refusing(Kind.STATEFUL_SETS, "patch", 1, Reason.FORBIDDEN, changed));

        assertThat(changed).as("a mark, and its removal").containsExactly("db", "db");
        RestorerTest.assertUntouched(restore.shop, false);
    }

    @Test
    void marksAreWaitedForWhenClaimsCannotBeRead() {
        restore = HalfDoneRestore.withNewClaims(Profile.NAMESPACE);
        List<String> marked = new ArrayList<>();

        restore.takeBack(restore.meddled().refusing(Kind.CLAIMS, "get", 2, Reason.FORBIDDEN, marked));

        assertThat(marked).containsExactly("data-db-0", HalfDoneRestore.CLAIM);
        assertThat(restore.shop.data()).containsOnly("old written");
    }

    @Test
    void marksThatAreAlwaysRefusedDoNotKeepTheOldDataFromBeingPutBack() {
        restore = HalfDoneRestore.withNewClaims(Profile.NAMESPACE);
        List<String> marked = new ArrayList<>();

        restore.takeBack(restore.meddled().refusing(Kind.CLAIMS, "patch", Integer.MAX_VALUE, Reason.INVALID, marked));

        assertThat(marked).isEmpty();
        assertThat(restore.shop.data()).containsOnly("old written");
    }
}
