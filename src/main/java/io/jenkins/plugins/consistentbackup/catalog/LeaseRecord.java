package io.jenkins.plugins.consistentbackup.catalog;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a Lease says.
 *
 * @param lease the object as it was read
 * @param holder who has it, or empty
 * @param duration for how long it stands without being renewed
 */
record LeaseRecord(Lease lease, String holder, Duration duration) {
    static final String NAME = "consistent-backup";
    /** More backups than can fail one after the other before a late request has had its effect. */
    private static final int NOTES = 8;

    static LeaseRecord of(final Lease lease) {
        var spec = lease.getSpec();
        String holder = spec == null || spec.getHolderIdentity() == null ? "" : spec.getHolderIdentity();
        Integer seconds = spec == null ? null : spec.getLeaseDurationSeconds();
        return new LeaseRecord(lease, holder, Duration.ofSeconds(seconds == null ? 0 : seconds));
    }

    /** A Lease that is not in the cluster yet. */
    static Lease fresh(final String namespace, final String holder, final Duration duration, final Instant now) {
        Lease empty = new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(NAME)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
        return LeaseRecord.of(empty).takenBy(holder, duration, now);
    }

    String version() {
        return lease.getMetadata().getResourceVersion();
    }

    /** Who has it and since when, for messages. */
    String heldBy() {
        ZonedDateTime since = lease.getSpec().getAcquireTime();
        return holder + (since == null ? "" : " since " + since.toInstant().truncatedTo(ChronoUnit.SECONDS));
    }

    /** This Lease in the hands of a holder, who may be the one that has it. */
    Lease takenBy(final String newHolder, final Duration newDuration, final Instant now) {
        boolean same = newHolder.equals(holder);
        Integer before = lease.getSpec() == null ? null : lease.getSpec().getLeaseTransitions();
        int transitions = before == null ? 0 : before;
        ZonedDateTime time = micros(now);
        ZonedDateTime since = same && lease.getSpec().getAcquireTime() != null
                ? lease.getSpec().getAcquireTime()
                : time;
        return lease.edit()
                .editOrNewSpec()
                .withHolderIdentity(newHolder)
                .withLeaseDurationSeconds((int) newDuration.toSeconds())
                .withAcquireTime(since)
                .withRenewTime(time)
                .withLeaseTransitions(same ? transitions : transitions + 1)
                .endSpec()
                .build();
    }

    /** This Lease in nobody's hands. */
    Lease givenBack(final Instant now) {
        return lease.edit()
                .editSpec()
                .withHolderIdentity(null)
                .withRenewTime(micros(now))
                .endSpec()
                .build();
    }

    /** The sets that are noted as given up; notes that nobody of us wrote are passed over. */
    Set<SetId> givenUp() {
        Set<SetId> sets = new LinkedHashSet<>();
        for (String id : annotation().split(" ")) {
            SetId.read(id).ifPresent(sets::add);
        }
        return sets;
    }

    /** This Lease with a note that a set is given up. Only the latest few are kept. */
    Lease givingUp(final SetId set) {
        Set<SetId> sets = givenUp();
        sets.add(set);
        String note = sets.stream()
                .skip(Math.max(0, sets.size() - NOTES))
                .map(SetId::toString)
                .collect(Collectors.joining(" "));
        return lease.edit()
                .editMetadata()
                .addToAnnotations(Labels.GIVEN_UP, note)
                .endMetadata()
                .build();
    }

    private String annotation() {
        Map<String, String> annotations = lease.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(Labels.GIVEN_UP, "");
    }

    private static ZonedDateTime micros(final Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
    }
}
